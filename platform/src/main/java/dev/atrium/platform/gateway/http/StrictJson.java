package dev.atrium.platform.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atrium.platform.gateway.contract.Violation;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON of strangers: UTF-8 only, no key twice, nothing after the value, nesting, names and
 * numbers bounded, no text that has no UTF-8 form or holds U+0000. Errors tell the place and never
 * what stands there.
 */
public final class StrictJson {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_NUMBER = 64;
  private static final String ESCAPE = "\\u";
  private static final char REPLACEMENT = '\ufffd';

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNameLength(LONGEST_NAME)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private StrictJson() {}

  /** Throws a {@link Refusal} that says where the body is wrong. */
  public static JsonNode parse(Buffer body) {
    var text = decode(body.getBytes());
    try {
      JsonNode node = READER.readTree(text);
      if (node.isMissingNode()) {
        throw new Refusal(400, "invalid_json", "The body is empty; it must be a JSON object.");
      }
      // what came as UTF-8 can hold such text only as an escape
      if (text.contains(ESCAPE)) {
        refuseBadText(node);
      }
      return node;
    } catch (JsonProcessingException malformed) {
      throw new Refusal(400, "invalid_json", explain(malformed));
    }
  }

  private static void refuseBadText(JsonNode node) {
    var bad = badText(node);
    if (bad.isPresent()) {
      var path = bad.get().startsWith(".") ? bad.get().substring(1) : bad.get();
      var message = "'%s' holds U+0000 or half of a surrogate pair.".formatted(path);
      throw Refusal.of(List.of(new Violation(path, "invalid_text", message)));
    }
  }

  private static String decode(byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8);
    // the replacement character stands for what is malformed, or for itself
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException malformed) {
      throw new Refusal(400, "invalid_encoding", "The body is not valid UTF-8.");
    }
  }

  private static String explain(JsonProcessingException malformed) {
    var place = place(malformed.getLocation());
    if (malformed instanceof StreamConstraintsException) {
      return "The body nests deeper than %d, has a name longer than %d or a number longer than %d%s."
          .formatted(DEEPEST, LONGEST_NAME, LONGEST_NUMBER, place);
    }
    if (malformed instanceof JsonEOFException) {
      return "The body ends inside its JSON value" + place + ".";
    }
    return String.valueOf(malformed.getOriginalMessage()).startsWith("Duplicate field")
        ? "A field stands twice in the same object" + place + "."
        : "The body is not valid JSON" + place + ".";
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** The path of the first text that cannot be used, names included; empty if all can. */
  private static Optional<String> badText(JsonNode node) {
    if (node.isTextual()) {
      return usable(node.textValue()) ? Optional.empty() : Optional.of("");
    }
    for (int index = 0; node.isArray() && index < node.size(); index++) {
      var found = badText(node.get(index));
      if (found.isPresent()) {
        return Optional.of("[" + index + "]" + found.get());
      }
    }
    for (var field : node.properties()) {
      var found =
          usable(field.getKey()) ? badText(field.getValue()) : Optional.of(" (a field's name)");
      if (found.isPresent()) {
        return Optional.of("." + (usable(field.getKey()) ? field.getKey() : "") + found.get());
      }
    }
    return Optional.empty();
  }

  private static boolean usable(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
