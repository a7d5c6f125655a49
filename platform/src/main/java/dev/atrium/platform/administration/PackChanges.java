package dev.atrium.platform.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.atrium.platform.tenancy.TenantPack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What importing a pack would change. */
final class PackChanges {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** User and password in an address. */
  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

  private final List<String> changes = new ArrayList<>();

  private PackChanges() {}

  /** One line a change: {@code + name}, {@code - name} or {@code ~ name: old -> new}. */
  static List<String> between(Optional<TenantPack> old, TenantPack pack) {
    var found = new PackChanges();
    if (old.isEmpty()) {
      found.changes.add("+ tenant " + pack.definition().id());
    }
    found.compare(
        "tenant",
        old.map(o -> tree(o.definition())).orElse(JSON.createObjectNode()),
        tree(pack.definition()));
    found.compare(
        "intents",
        old.map(o -> tree(o.intents())).orElse(JSON.createArrayNode()),
        tree(pack.intents()));
    found.compare(
        "synonyms",
        old.map(o -> tree(o.synonyms())).orElse(JSON.createArrayNode()),
        tree(pack.synonyms()));
    found.compareFiles("prompts", old.map(TenantPack::prompts).orElse(Map.of()), pack.prompts());
    found.compareFiles(
        "knowledge", old.map(TenantPack::knowledge).orElse(Map.of()), pack.knowledge());
    return found.changes;
  }

  private void compare(String path, JsonNode old, JsonNode fresh) {
    if (old.isObject() && fresh.isObject()) {
      var names = new TreeSet<String>();
      old.fieldNames().forEachRemaining(names::add);
      fresh.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        compare(path + "." + name, old.path(name), fresh.path(name));
      }
    } else if (hasIds(old) && hasIds(fresh)) {
      compare(path, byId(old), byId(fresh));
    } else if (!same(old, fresh)) {
      changes.add(
          old.isMissingNode()
              ? "+ %s: %s".formatted(path, shown(fresh))
              : fresh.isMissingNode()
                  ? "- %s: %s".formatted(path, shown(old))
                  : "~ %s: %s -> %s".formatted(path, shown(old), shown(fresh)));
    }
  }

  /** Whether it is a list of things that are told apart by their ids. */
  private static boolean hasIds(JsonNode list) {
    for (var each : list) {
      if (!each.path("id").isTextual()) {
        return false;
      }
    }
    return list.isArray();
  }

  private static JsonNode byId(JsonNode list) {
    var things = JSON.createObjectNode();
    list.forEach(each -> things.set(each.get("id").textValue(), each));
    return things;
  }

  private static boolean same(JsonNode old, JsonNode fresh) {
    return old.isNumber() && fresh.isNumber()
        ? old.decimalValue().compareTo(fresh.decimalValue()) == 0
        : old.equals(fresh);
  }

  private void compareFiles(String part, Map<String, String> old, Map<String, String> fresh) {
    var names = new TreeSet<>(old.keySet());
    names.addAll(fresh.keySet());
    for (var name : names) {
      if (!old.containsKey(name)) {
        changes.add("+ " + part + "/" + name);
      } else if (!fresh.containsKey(name)) {
        changes.add("- " + part + "/" + name);
      } else if (!old.get(name).equals(fresh.get(name))) {
        changes.add("~ " + part + "/" + name);
      }
    }
  }

  private static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  private static String shown(JsonNode value) {
    return value.isContainerNode()
        ? value.size() + " entries"
        : CREDENTIALS.matcher(value.toString()).replaceAll("://…@");
  }
}
