package dev.atrium.platform.tenancy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantDefinition.Limits;
import dev.atrium.platform.tenancy.TenantDefinition.Price;
import dev.atrium.platform.tenancy.TenantDefinition.Scenario;
import dev.atrium.platform.tenancy.TenantPack.Intent;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads tenant packs from folders; {@code tenants/README.md} describes them. Strict: every problem
 * of every pack is reported, together, with its file and key. Blocks.
 */
public final class PackReader {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final Set<String> PARTS =
      Set.of(
          "tenant.yaml",
          "intents.yaml",
          "synonyms.yaml",
          "prompts",
          "knowledge",
          "golden",
          "data",
          "catalogue",
          "adapters",
          "README.md");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,39}");
  private static final String ID_RULE =
      "2 to 40 characters of a-z, 0-9 and '-', the first a letter or digit";
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final int MOST_CALLS = 100_000;

  private final List<String> problems = new ArrayList<>();

  private PackReader() {}

  /**
   * Reads every pack in a folder, in the order of their ids.
   *
   * @throws AtriumException {@code invalid_tenant_pack} with all problems, one per line
   */
  public static List<TenantPack> readAll(Path tenants) {
    var reader = new PackReader();
    var packs = reader.folders(tenants).stream().map(reader::pack).toList();
    reader.failIfWrong();
    return packs;
  }

  /**
   * Reads one pack.
   *
   * @throws AtriumException {@code invalid_tenant_pack} with all problems, one per line
   */
  public static TenantPack read(Path folder) {
    var reader = new PackReader();
    var pack = reader.pack(folder);
    reader.failIfWrong();
    return pack;
  }

  private void failIfWrong() {
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_tenant_pack", String.join("\n", problems));
    }
  }

  private TenantPack pack(Path folder) {
    refuseUnknownParts(folder);
    return new TenantPack(
        definition(folder),
        intents(folder),
        synonyms(folder),
        documents(folder, "prompts"),
        documents(folder, "knowledge"));
  }

  private TenantDefinition definition(Path folder) {
    var file = folder.resolve("tenant.yaml");
    if (!Files.exists(file)) {
      problems.add(name(file) + " is missing");
    }
    var section = section(file);
    var id = section.text("id", ID, ID_RULE, folderName(folder));
    if (!id.equals(folderName(folder))) {
      section.note("id", "must be the name of its folder, " + folderName(folder));
    }
    var allowances = new ArrayList<Allowance>();
    var price = price(section.section("price"));
    var definition =
        new TenantDefinition(
            new TenantId(ID.matcher(id).matches() ? id : "invalid"),
            section.text("name"),
            section.text("language", LANGUAGE, "two small letters, such as en", "en"),
            section.text("model"),
            limits(section.section("limits"), allowances),
            price,
            scenarios(section),
            budgets(section, allowances),
            AllowanceReader.billing(section),
            ModelReader.aliases(section),
            ModelReader.prices(section, price.currency()));
    section.end();
    return definition;
  }

  private static Limits limits(PackSection section, List<Allowance> allowances) {
    var limits =
        new Limits(
            section.count("concurrentCalls", 1, MOST_CALLS),
            section.count("queuedCalls", 0, MOST_CALLS));
    allowances.addAll(AllowanceReader.limits(section));
    section.end();
    return limits;
  }

  private static List<Allowance> budgets(PackSection section, List<Allowance> limits) {
    limits.addAll(AllowanceReader.budgets(section));
    return limits;
  }

  private static Price price(PackSection section) {
    var price =
        new Price(
            section.text("currency", CURRENCY, "three capital letters, such as USD", "USD"),
            section.amount("promptPerMillion"),
            section.amount("cachedPerMillion"),
            section.amount("generatedPerMillion"));
    section.end();
    return price;
  }

  private static List<Scenario> scenarios(PackSection section) {
    var ids = new HashSet<String>();
    var scenarios = new ArrayList<Scenario>();
    for (var item : section.sections("scenarios")) {
      var id = item.text("id", ID, ID_RULE, "");
      if (!id.isEmpty() && !ids.add(id)) {
        item.note("id", "is the id of an earlier scenario");
      }
      var name = item.has("name") ? item.text("name") : id;
      scenarios.add(new Scenario(id, name, item.text("plugin"), item.scalars("settings")));
      item.end();
    }
    return scenarios;
  }

  private List<Intent> intents(Path folder) {
    var file = folder.resolve("intents.yaml");
    if (!Files.exists(file)) {
      return List.of();
    }
    var section = section(file);
    var intents = new ArrayList<Intent>();
    for (var item : section.sections("intents")) {
      intents.add(new Intent(item.text("name"), item.texts("examples")));
      item.end();
    }
    section.end();
    return intents;
  }

  private List<List<String>> synonyms(Path folder) {
    var file = folder.resolve("synonyms.yaml");
    if (!Files.exists(file)) {
      return List.of();
    }
    var section = section(file);
    var synonyms = section.textLists("synonyms");
    section.end();
    return synonyms;
  }

  private Map<String, String> documents(Path folder, String part) {
    var documents = new TreeMap<String, String>();
    for (var file : children(folder.resolve(part))) {
      if (!file.toString().endsWith(".md") || Files.isDirectory(file)) {
        problems.add(name(file) + " is not a Markdown file (.md)");
      } else {
        documents.put(String.valueOf(file.getFileName()), document(file));
      }
    }
    return documents;
  }

  private String document(Path file) {
    var text = "";
    try {
      text = Files.readString(file);
      if (text.isBlank()) {
        problems.add(name(file) + " is empty");
      }
      if (text.indexOf('\0') >= 0) {
        problems.add(name(file) + " holds a NUL character");
      }
    } catch (CharacterCodingException notText) {
      problems.add(name(file) + " is not UTF-8 text");
    } catch (IOException failure) {
      problems.add(name(file) + " cannot be read");
    }
    return text;
  }

  private PackSection section(Path file) {
    return PackSection.of(name(file), Files.exists(file) ? parse(file) : empty(), problems);
  }

  private JsonNode parse(Path file) {
    var text = document(file);
    try {
      var root = YAML.readTree(text);
      return root.isMissingNode() ? empty() : root;
    } catch (JacksonException malformed) {
      var at = malformed.getLocation();
      var line = at == null ? "" : " line " + at.getLineNr();
      problems.add(name(file) + line + ": " + firstLine(malformed.getOriginalMessage()));
      return empty();
    }
  }

  /** Stands for a file whose problem is noted already, so that its keys are not noted as well. */
  private static JsonNode empty() {
    return MissingNode.getInstance();
  }

  private void refuseUnknownParts(Path folder) {
    for (var part : children(folder)) {
      if (!PARTS.contains(String.valueOf(part.getFileName()))) {
        problems.add(name(part) + " is no part of a tenant pack");
      }
    }
  }

  private List<Path> folders(Path tenants) {
    if (!Files.isDirectory(tenants)) {
      problems.add(tenants + " is not a folder");
      return List.of();
    }
    return children(tenants).stream().filter(Files::isDirectory).toList();
  }

  private List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var children = Files.list(folder)) {
      return children
          .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException failure) {
      problems.add(name(folder) + " cannot be read");
      return List.of();
    }
  }

  private static String folderName(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  private static String name(Path file) {
    return file.toString();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
