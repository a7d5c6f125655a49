package dev.atrium.platform.training.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.training.corpus.Library.Section;
import dev.atrium.platform.training.corpus.Records.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/**
 * Reads the public data sets whose licence allows a model trained on them to be Apache-2.0: Project
 * Gutenberg (public domain), Netflix titles (CC0), Prometheus documentation, KdConv and CrossWOZ
 * (Apache-2.0), MultiDoGO (CDLA-Permissive). Share-alike sets are left out.
 */
final class PublicText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  PublicText(Path folder) {
    this.folder = folder;
  }

  /** Public-domain novels, a section per paragraph; every fourth paragraph is enough. */
  List<Section> novels() {
    var sections = new ArrayList<Section>();
    var number = 0;
    for (var paragraph : text("corpus-gutenberg-en/gutenberg17.txt.gz").split("\n\\s*\n")) {
      if (number++ % 4 == 0) {
        add(sections, "", Sentences.of(Language.ENGLISH, paragraph), 30, 190);
      }
    }
    return sections;
  }

  /** The Prometheus documentation, a section per paragraph or list. */
  List<Section> manual() {
    var sections = new ArrayList<Section>();
    try (var tar = stream("corpus-prometheus-docs-en/prometheus-docs-md.tar.gz")) {
      for (var page : Tar.files(tar, ".md")) {
        sections.addAll(Markdown.sections(Language.ENGLISH, page, 20, 220));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sections;
  }

  /** Films and series with their attributes. */
  List<Entry> films() {
    var entries = new ArrayList<Entry>();
    for (var line : text("db-netflix-titles/netflix.sql.gz").split("\n")) {
      var fields = line.split("\t");
      if (fields.length == 12 && fields[0].matches("s\\d+")) {
        var attributes = new LinkedHashMap<String, String>();
        put(attributes, "director", fields[3], 60);
        put(attributes, "country", fields[5], 60);
        put(attributes, "year", fields[7], 10);
        put(attributes, "length", fields[9], 20);
        put(attributes, "kind", fields[10], 60);
        entries.add(new Entry(fields[2], attributes));
      }
    }
    entries.removeIf(entry -> entry.name().length() > 40 || entry.attributes().size() < 3);
    return entries;
  }

  /** Sights, hotels and restaurants of Beijing with their attributes. */
  List<Entry> sights() {
    var entries = new ArrayList<Entry>();
    for (var kind : List.of("attraction", "hotel", "restaurant")) {
      for (var pair : json("crosswoz/database/" + kind + "_db.json.gz")) {
        var attributes = new LinkedHashMap<String, String>();
        pair.get(1)
            .properties()
            .forEach(
                field -> {
                  var asked = List.of("地址", "电话", "地铁", "营业时间", "评分", "游玩时间", "酒店类型");
                  if (asked.contains(field.getKey())) {
                    put(attributes, field.getKey(), field.getValue().asText(), 50);
                  }
                });
        entries.add(new Entry(pair.get(0).asText(), attributes));
      }
    }
    json("kdconv/travel/kb_travel.json.gz")
        .properties()
        .forEach(
            thing -> {
              var attributes = new LinkedHashMap<String, String>();
              for (var triple : thing.getValue()) {
                if (!List.of("Information", "周边景点").contains(triple.get(1).asText())) {
                  put(attributes, triple.get(1).asText(), triple.get(2).asText(), 60);
                }
              }
              entries.add(new Entry(thing.getKey(), attributes));
            });
    entries.removeIf(entry -> entry.name().length() > 20 || entry.attributes().size() < 2);
    return entries;
  }

  /** Descriptions of sights, films and music in Chinese. */
  List<Section> descriptions() {
    var texts = new LinkedHashMap<String, String>();
    json("kdconv/travel/kb_travel.json.gz")
        .properties()
        .forEach(thing -> thing.getValue().forEach(triple -> describe(texts, triple)));
    for (var topic : List.of("film", "music", "travel")) {
      for (var dialogue : json("kdconv/" + topic + "/dev.json.gz")) {
        for (var message : dialogue.get("messages")) {
          message
              .path("attrs")
              .forEach(
                  attribute -> {
                    var text = attribute.get("attrvalue").asText();
                    if (attribute.get("attrname").asText().equals("Information")) {
                      texts.put(text, attribute.get("name").asText());
                    }
                  });
        }
      }
    }
    var sections = new ArrayList<Section>();
    texts.forEach(
        (text, name) ->
            add(sections, name, Sentences.of(Language.CHINESE, text.replace(" ", "")), 8, 75));
    return sections;
  }

  private static void describe(Map<String, String> texts, JsonNode triple) {
    if (triple.get(1).asText().equals("Information")) {
      texts.put(triple.get(2).asText(), triple.get(0).asText());
    }
  }

  /** What people say to each other in Chinese, dialogue by dialogue. */
  List<String> chineseTalk() {
    var talk = new ArrayList<String>();
    for (var topic : List.of("film", "music", "travel")) {
      for (var dialogue : json("kdconv/" + topic + "/dev.json.gz")) {
        talk.add(messages(dialogue, "message"));
      }
    }
    try (var zip = new ZipInputStream(Files.newInputStream(present("crosswoz/val.json.zip")))) {
      zip.getNextEntry();
      JSON.readTree(zip.readAllBytes())
          .forEach(dialogue -> talk.add(messages(dialogue, "content")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return talk;
  }

  private static String messages(JsonNode dialogue, String field) {
    var text = new StringBuilder();
    dialogue.get("messages").forEach(m -> text.append(m.get(field).asText()).append('\n'));
    return text.toString();
  }

  /** What customers write in English, one message each. */
  List<String> englishTalk() {
    var talk = new ArrayList<String>();
    for (var domain : List.of("airline", "fastfood", "finance", "insurance", "media", "software")) {
      for (var line : text("multidogo/turn_level/" + domain + "/train.tsv.gz").split("\n")) {
        var fields = line.split("\t");
        if (fields.length > 3 && fields[3].split(" ").length > 4 && fields[3].length() < 100) {
          talk.add(fields[3]);
        }
      }
    }
    return talk;
  }

  private static void put(Map<String, String> attributes, String name, String value, int longest) {
    var text = value.strip();
    var known = !text.isEmpty() && !List.of("\\N", "null", "暂无信息").contains(text);
    if (known && text.length() <= longest) {
      attributes.put(name, text);
    }
  }

  /** Adds the sentences of usable length as one section. */
  static void add(
      List<Section> sections, String title, List<String> sentences, int shortest, int longest) {
    var kept =
        sentences.stream().filter(s -> s.length() >= shortest && s.length() <= longest).toList();
    if (!kept.isEmpty()) {
      sections.add(new Section(title, kept));
    }
  }

  private JsonNode json(String name) {
    try (var stream = stream(name)) {
      return JSON.readTree(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(String name) {
    try (var stream = stream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path present(String name) {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw AtriumException.caller(
          "no_data", "The data set file " + file + " is missing; name its folder with --data.");
    }
    return file;
  }

  private InputStream stream(String name) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(present(name))));
  }
}
