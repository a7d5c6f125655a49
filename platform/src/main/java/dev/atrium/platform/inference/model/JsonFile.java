package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A JSON object in a file, read key by key; what is missing or of the wrong type is named. */
record JsonFile(Path file, JsonNode root) {
  private static final long LARGEST = 64L << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static JsonFile read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw Broken.file(file, "is larger than " + (LARGEST >> 20) + " MB");
      }
      return parse(file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw Broken.file(file, "is missing");
    } catch (IOException e) {
      throw Broken.file(file, "can't be read", e);
    }
  }

  static Optional<JsonFile> readIfPresent(Path file) {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  static JsonFile parse(Path file, byte[] bytes) {
    try {
      var root = JSON.readTree(bytes);
      if (root == null || !root.isObject()) {
        throw Broken.file(file, "holds no JSON object");
      }
      return new JsonFile(file, root);
    } catch (JsonProcessingException e) {
      throw Broken.file(file, "is no valid JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw Broken.file(file, "can't be read", e);
    }
  }

  /** Whether the key is there and not null. */
  boolean has(String key) {
    return root.hasNonNull(key);
  }

  Optional<JsonFile> object(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!root.get(key).isObject()) {
      throw Broken.file(file, "\"" + key + "\" is no object");
    }
    return Optional.of(new JsonFile(file, root.get(key)));
  }

  String text(String key) {
    var value = required(key);
    if (!value.isTextual()) {
      throw Broken.file(file, "\"" + key + "\" is no text");
    }
    return value.textValue();
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** A whole number, at least 1. */
  int count(String key) {
    var value = required(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw Broken.file(file, "\"" + key + "\" is no positive whole number");
    }
    return value.intValue();
  }

  int count(String key, int otherwise) {
    return has(key) ? count(key) : otherwise;
  }

  /** A finite number above 0. */
  double positive(String key) {
    var value = required(key);
    if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
      throw Broken.file(file, "\"" + key + "\" is no positive number");
    }
    return value.doubleValue();
  }

  double positive(String key, double otherwise) {
    return has(key) ? positive(key) : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!root.get(key).isBoolean()) {
      throw Broken.file(file, "\"" + key + "\" is neither true nor false");
    }
    return root.get(key).booleanValue();
  }

  private JsonNode required(String key) {
    if (!has(key)) {
      throw Broken.file(file, "\"" + key + "\" is missing");
    }
    return root.get(key);
  }
}
