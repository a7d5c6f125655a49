package dev.atrium.platform.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A shipped tenant pack, read from the tree as the tests need it. */
public record TenantPack(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  public static TenantPack of(String id) {
    return new TenantPack(Path.of(System.getProperty("atrium.root", ".."), "tenants", id));
  }

  public TenantId id() {
    return new TenantId(folder.getFileName().toString());
  }

  public String language() {
    return yaml("tenant.yaml").get("language").asText();
  }

  public KnowledgeProfile profile() {
    return new KnowledgeProfile(KnowledgeProfile.Language.of(language()), synonyms());
  }

  public List<List<String>> synonyms() {
    var groups = new ArrayList<List<String>>();
    yaml("synonyms.yaml").get("synonyms").forEach(group -> groups.add(texts(group)));
    return groups;
  }

  public Map<String, List<String>> intents() {
    var intents = new LinkedHashMap<String, List<String>>();
    yaml("intents.yaml")
        .get("intents")
        .forEach(intent -> intents.put(intent.get("name").asText(), texts(intent.get("examples"))));
    return intents;
  }

  /** The settings of the pack's only scenario. */
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    yaml("tenant.yaml")
        .get("scenarios")
        .get(0)
        .get("settings")
        .fields()
        .forEachRemaining(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    return settings;
  }

  public String prompt(String name) {
    return read(folder.resolve("prompts").resolve(name + ".md"));
  }

  public List<KnowledgeDocument> documents() {
    try (var files = Files.list(folder.resolve("knowledge"))) {
      return files
          .sorted()
          .map(file -> new KnowledgeDocument(file.getFileName().toString(), read(file)))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public List<GoldenQuestion> golden() {
    return read(folder.resolve("golden").resolve("questions.jsonl"))
        .lines()
        .map(TenantPack::golden)
        .toList();
  }

  /** A line of {@code golden/questions.jsonl}; {@code tenants/README.md} says what it means. */
  public record GoldenQuestion(
      String id,
      String question,
      boolean answerable,
      List<List<String>> facts,
      List<String> forbidden,
      List<String> sources) {}

  private static GoldenQuestion golden(String line) {
    try {
      var node = JSON.readTree(line);
      var facts = new ArrayList<List<String>>();
      node.get("facts").forEach(fact -> facts.add(texts(fact)));
      return new GoldenQuestion(
          node.get("id").asText(),
          node.get("question").asText(),
          node.get("answerable").asBoolean(),
          facts,
          texts(node.path("forbidden")),
          texts(node.get("sources")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private JsonNode yaml(String name) {
    try {
      return YAML.readTree(read(folder.resolve(name)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
