package dev.atrium.platform.data.layer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.DataSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A semantic layer as YAML: written for people to edit, read strictly. */
public final class LayerYaml {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private LayerYaml() {}

  /**
   * @throws AtriumException {@code invalid_layer} with all problems, one per line
   */
  public static DataSchema read(Path file) {
    try {
      return read(file.toString(), Files.readString(file));
    } catch (IOException unreadable) {
      throw AtriumException.outside(
          "layer_unreadable", "The semantic layer " + file + " cannot be read.", unreadable);
    }
  }

  /**
   * @param name of the place that problems are told with
   * @throws AtriumException {@code invalid_layer} with all problems, one per line
   */
  public static DataSchema read(String name, String text) {
    try {
      return new LayerReader(name).read(YAML.readTree(text));
    } catch (JacksonException malformed) {
      var at = malformed.getLocation();
      var line = at == null ? "" : " line " + at.getLineNr();
      throw AtriumException.caller(
          "invalid_layer",
          name + line + ": " + malformed.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  public static String write(DataSchema layer) {
    var root = YAML.createObjectNode();
    root.put("name", layer.name());
    var tables = root.putArray("tables");
    layer.tables().forEach(table -> write(table, tables.addObject()));
    var joins = root.putArray("joins");
    for (var join : layer.joins()) {
      var node = joins.addObject();
      node.put("table", join.table()).put("column", join.column());
      node.put("toTable", join.toTable()).put("toColumn", join.toColumn());
    }
    try {
      return YAML.writeValueAsString(root);
    } catch (JacksonException failure) {
      throw AtriumException.bug("layer_not_written", "A layer cannot be written.", failure);
    }
  }

  private static void write(DataSchema.Table table, ObjectNode node) {
    node.put("name", table.name()).put("place", table.place()).put("label", table.label());
    texts(node.putArray("synonyms"), table.synonyms());
    node.put("rows", table.rows());
    texts(node.putArray("key"), table.key());
    var columns = node.putArray("columns");
    for (var column : table.columns()) {
      var one = columns.addObject();
      one.put("name", column.name()).put("label", column.label());
      one.put("kind", column.kind().name().toLowerCase(java.util.Locale.ROOT));
      one.put("role", column.role().name().toLowerCase(java.util.Locale.ROOT));
      texts(one.putArray("synonyms"), column.synonyms());
      one.put("distinct", column.distinct());
      texts(one.putArray("samples"), column.samples());
    }
  }

  private static void texts(ArrayNode node, List<String> texts) {
    texts.forEach(node::add);
  }
}
