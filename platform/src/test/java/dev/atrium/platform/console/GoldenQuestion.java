package dev.atrium.platform.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A question of a shipped tenant with one fact that a right answer holds, in its spellings. */
record GoldenQuestion(String question, List<String> spellings) {
  private static final Pattern SPECIAL = Pattern.compile("[.*+?^${}()|\\[\\]\\\\]");

  static GoldenQuestion of(String tenant, String id) {
    var file = Path.of("..", "tenants", tenant, "golden", "questions.jsonl");
    try (var lines = Files.lines(file)) {
      return lines
          .map(GoldenQuestion::parsed)
          .filter(line -> line.path("id").asText().equals(id))
          .map(GoldenQuestion::of)
          .findFirst()
          .orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Matches an answer with the fact in any of its spellings, in the browser's dialect too. */
  Pattern fact() {
    return Pattern.compile(
        spellings.stream()
            .map(spelling -> SPECIAL.matcher(spelling).replaceAll("\\\\$0"))
            .collect(Collectors.joining("|")));
  }

  private static GoldenQuestion of(JsonNode line) {
    var spellings =
        StreamSupport.stream(line.path("facts").path(0).spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return new GoldenQuestion(line.path("question").asText(), spellings);
  }

  private static JsonNode parsed(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
