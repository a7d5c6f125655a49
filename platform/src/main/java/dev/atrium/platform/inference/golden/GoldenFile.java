package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of expected results. It names its model, which lies beside the file's folder; what it
 * expects is told by its keys, not by its name.
 */
record GoldenFile(Path file, JsonNode json) {

  /** What a file expects. */
  enum Kind {
    LOGITS,
    MIXED_BATCH,
    TRAINING,
    TOKENIZER,
    CHAT
  }

  static GoldenFile read(Path file) {
    try {
      var json = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (json == null || !json.path("model").isTextual()) {
        throw broken(file, "names no \"model\"");
      }
      return new GoldenFile(file, json);
    } catch (IOException e) {
      throw broken(file, "can't be read as JSON (" + e.getClass().getSimpleName() + ")");
    }
  }

  Kind kind() {
    if (json.has("gradients")) {
      return Kind.TRAINING;
    }
    if (json.has("prompts")) {
      return Kind.LOGITS;
    }
    if (json.has("rows")) {
      return Kind.MIXED_BATCH;
    }
    if (json.has("texts")) {
      return Kind.TOKENIZER;
    }
    if (json.has("cases")) {
      return Kind.CHAT;
    }
    throw broken(file, "is of no known kind");
  }

  Path modelFolder() {
    return beside(json.get("model").textValue());
  }

  /** A model or adapter, which lies beside this file's folder. */
  Path beside(String name) {
    var expected = file.toAbsolutePath().normalize().getParent();
    var root = expected == null ? null : expected.getParent();
    if (root == null) {
      throw broken(file, "lies in no folder beside which a model could be");
    }
    return root.resolve(name);
  }

  static int[] ints(JsonNode array) {
    var values = new int[array.size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  static double[] doubles(JsonNode array) {
    var values = new double[array.size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  private static AtriumException broken(Path file, String problem) {
    return AtriumException.outside("golden_broken", file + ": " + problem + ".");
  }
}
