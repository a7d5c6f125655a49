package dev.atrium.platform.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of {@code golden/data.jsonl}; {@code tenants/README.md} says what it means.
 *
 * @param after questions asked before it in the same conversation
 */
record DataQuestion(
    String id,
    String question,
    boolean answerable,
    List<String> after,
    List<List<String>> facts,
    List<String> forbidden) {
  private static final ObjectMapper JSON = new ObjectMapper();

  DataQuestion {
    after = after == null ? List.of() : List.copyOf(after);
    forbidden = forbidden == null ? List.of() : List.copyOf(forbidden);
  }

  /** The questions of a shipped pack. */
  static List<DataQuestion> of(String tenant) {
    var file =
        Path.of(System.getProperty("atrium.root", ".."), "tenants", tenant, "golden", "data.jsonl");
    try (var lines = Files.lines(file)) {
      return lines.map(DataQuestion::read).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static DataQuestion read(String line) {
    try {
      return JSON.readValue(line, DataQuestion.class);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
