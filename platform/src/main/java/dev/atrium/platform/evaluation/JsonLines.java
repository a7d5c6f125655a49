package dev.atrium.platform.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.evaluation.RetrievalEvaluation.PassageText;
import dev.atrium.platform.evaluation.RetrievalEvaluation.Question;
import dev.atrium.platform.failure.AtriumException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads files with one JSON object per line; {@code .gz} is unpacked, blank lines are skipped. */
public final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  /** Passages: {@code {"id", "text"}}. */
  public static List<PassageText> passages(Path file) {
    return read(file, line -> new PassageText(text(line, "id"), text(line, "text")));
  }

  /** Questions: {@code {"text", "relevant": [id]}}. */
  public static List<Question> questions(Path file) {
    return read(file, JsonLines::question);
  }

  private static Question question(JsonNode line) {
    var relevant = new LinkedHashSet<String>();
    line.path("relevant").forEach(id -> relevant.add(id.asText()));
    if (relevant.isEmpty()) {
      throw new IllegalArgumentException("\"relevant\" names no passage");
    }
    return new Question(text(line, "text"), relevant);
  }

  private static String text(JsonNode line, String name) {
    var value = line.path(name);
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw new IllegalArgumentException("\"" + name + "\" is missing or blank");
    }
    return value.asText();
  }

  private static <T> List<T> read(Path file, Function<JsonNode, T> reader) {
    var read = new ArrayList<T>();
    var number = 0;
    try (var lines = open(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          read.add(reader.apply(JSON.readTree(line)));
        }
      }
      return read;
    } catch (IOException | IllegalArgumentException failure) {
      throw AtriumException.caller(
          "line_unreadable",
          "%s, line %d: %s.".formatted(file, number, firstLine(failure.getMessage())));
    }
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("unreadable");
  }

  private static BufferedReader open(Path file) throws IOException {
    var stream = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream,
            StandardCharsets.UTF_8));
  }
}
