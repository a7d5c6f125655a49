package dev.atrium.platform.safety;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.atrium.platform.failure.AtriumException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads lexicons from files. The ending tells the form; {@code .gz} may follow it:
 *
 * <ul>
 *   <li>{@code .csv}: {@code text,category,action}, the last two optional, RFC 4180 quotes; a first
 *       line {@code text,...} is a header; action {@code allow} makes an allowed phrase.
 *   <li>{@code .yaml}, {@code .yml}: {@code entries} (each {@code text}, {@code category}, {@code
 *       action}) and {@code allow} (phrases).
 *   <li>anything else: one entry per line; blank lines and lines that begin with "# " are skipped.
 * </ul>
 *
 * Entries without an action block; those without a category are {@link Lexicon#DEFAULT_CATEGORY}. A
 * file that is not UTF-8, or a line that can't be read, fails the whole lexicon.
 */
public final class LexiconReader {
  /** Loaded only where a lexicon is YAML, since it takes a second. */
  private static final class Yaml {
    static final ObjectMapper MAPPER =
        new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  private record YamlEntry(
      @JsonProperty(required = true) String text,
      @Nullable String category,
      @Nullable String action) {}

  private record YamlLexicon(@Nullable List<YamlEntry> entries, @Nullable List<String> allow) {}

  /** Byte-order marks, direction marks and the like, which lists carry by mistake. */
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}|[\\p{Cc}&&[^\\t\\n\\r]]");

  private LexiconReader() {}

  /**
   * @param path a file, or a folder whose files are read in the order of their names
   */
  public static Lexicon read(Path path) {
    try {
      return Files.isDirectory(path) ? readFolder(path) : readFile(path);
    } catch (IOException failure) {
      throw AtriumException.outside(
          "lexicon_unreadable", "The lexicon " + path + " can't be read: " + failure, failure);
    }
  }

  private static Lexicon readFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var lexicon = Lexicon.EMPTY;
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        lexicon = lexicon.and(readFile(file));
      }
      return lexicon;
    }
  }

  private static Lexicon readFile(Path file) throws IOException {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    var bytes = Files.readAllBytes(file);
    if (name.endsWith(".gz")) {
      name = name.substring(0, name.length() - 3);
      try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = unpacked.readAllBytes();
      }
    }
    return parse(name, text(bytes, file), file.toString());
  }

  /**
   * Reads a lexicon that is no file.
   *
   * @param name its ending tells the form
   */
  public static Lexicon parse(String name, String content) {
    return parse(name.toLowerCase(Locale.ROOT), INVISIBLE.matcher(content).replaceAll(""), name);
  }

  private static Lexicon parse(String name, String text, String where) {
    if (name.endsWith(".csv")) {
      return ofCsv(text, where);
    }
    return name.endsWith(".yaml") || name.endsWith(".yml") ? ofYaml(text, where) : ofLines(text);
  }

  private static String text(byte[] bytes, Path file) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return INVISIBLE.matcher(text).replaceAll("");
    } catch (CharacterCodingException failure) {
      throw AtriumException.caller("invalid_lexicon", "The lexicon " + file + " is not UTF-8.");
    }
  }

  static Lexicon ofLines(String text) {
    var entries =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("# "))
            .map(line -> new LexiconEntry(line, Lexicon.DEFAULT_CATEGORY, Action.BLOCK))
            .toList();
    return new Lexicon(entries, List.of());
  }

  static Lexicon ofCsv(String text, String where) {
    var entries = new ArrayList<LexiconEntry>();
    var allowed = new ArrayList<String>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var fields = fields(line, where + " line " + number);
      if (fields.getFirst().isBlank() && fields.size() == 1) {
        continue;
      }
      if (number == 1 && fields.getFirst().strip().equalsIgnoreCase("text")) {
        continue;
      }
      addCsvEntry(fields, where + " line " + number, entries, allowed);
    }
    return new Lexicon(entries, allowed);
  }

  private static void addCsvEntry(
      List<String> fields, String where, List<LexiconEntry> entries, List<String> allowed) {
    var text = fields.getFirst().strip();
    if (text.isEmpty() || fields.size() > 3) {
      throw AtriumException.caller(
          "invalid_lexicon", where + ": expected text,category,action with a text.");
    }
    if (fields.size() == 3 && fields.get(2).strip().equalsIgnoreCase("allow")) {
      allowed.add(text);
    } else {
      entries.add(
          entry(
              text,
              fields.size() > 1 ? Optional.of(fields.get(1)) : Optional.empty(),
              fields.size() > 2 ? Optional.of(fields.get(2)) : Optional.empty(),
              where));
    }
  }

  private static LexiconEntry entry(
      String text, Optional<String> category, Optional<String> action, String where) {
    return new LexiconEntry(
        text,
        category
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .orElse(Lexicon.DEFAULT_CATEGORY),
        action
            .filter(name -> !name.isBlank())
            .map(name -> Action.of(name, where))
            .orElse(Action.BLOCK));
  }

  private static List<String> fields(String line, String where) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw AtriumException.caller("invalid_lexicon", where + ": a quote is not closed.");
    }
    fields.add(field.toString());
    return fields;
  }

  static Lexicon ofYaml(String text, String where) {
    try {
      var yaml = Yaml.MAPPER.readValue(text, YamlLexicon.class);
      if (yaml == null) {
        return Lexicon.EMPTY;
      }
      var entries = new ArrayList<LexiconEntry>();
      for (var entry : Optional.ofNullable(yaml.entries()).orElse(List.of())) {
        if (entry.text().isBlank()) {
          throw AtriumException.caller("invalid_lexicon", where + ": an entry has a blank text.");
        }
        entries.add(
            entry(
                entry.text().strip(),
                Optional.ofNullable(entry.category()),
                Optional.ofNullable(entry.action()),
                where));
      }
      return new Lexicon(entries, Optional.ofNullable(yaml.allow()).orElse(List.of()));
    } catch (JsonProcessingException failure) {
      throw AtriumException.caller(
          "invalid_lexicon", where + " is no valid lexicon: " + failure.getOriginalMessage());
    }
  }
}
