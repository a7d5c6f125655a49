package dev.atrium.platform.data.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A question with the queries that answer it.
 *
 * @param sql each a right answer; may be empty if the question is not answerable
 */
public record AskedQuestion(String question, List<String> sql, boolean answerable) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KEYS = Set.of("question", "sql", "answerable");
  private static final int MOST_PROBLEMS = 20;

  public AskedQuestion {
    sql = List.copyOf(sql);
  }

  /**
   * Reads a file of one JSON object per line.
   *
   * @throws AtriumException {@code invalid_questions} with the problems of all lines
   */
  public static List<AskedQuestion> read(Path file) {
    var questions = new ArrayList<AskedQuestion>();
    var problems = new ArrayList<String>();
    var number = 0;
    for (var line : lines(file)) {
      number++;
      if (!line.isBlank()) {
        questions.add(question(line, file + " line " + number + ": ", problems));
      }
    }
    if (questions.isEmpty()) {
      problems.add(file + " holds no question");
    }
    if (!problems.isEmpty()) {
      throw AtriumException.caller(
          "invalid_questions",
          String.join("\n", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))));
    }
    return questions;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw AtriumException.outside(
          "questions_unreadable", "The questions " + file + " cannot be read.", unreadable);
    }
  }

  private static AskedQuestion question(String line, String place, List<String> problems) {
    try {
      var node = JSON.readTree(line);
      node.fieldNames()
          .forEachRemaining(
              key -> {
                if (!KEYS.contains(key)) {
                  problems.add(place + key + " is unknown here");
                }
              });
      var text = node.path("question");
      if (!text.isTextual()) {
        problems.add(place + "question must be a text");
      }
      var answerable = node.path("answerable").asBoolean(true);
      var sql = sql(node.path("sql"));
      if (answerable && sql.isEmpty()) {
        problems.add(place + "an answerable question needs sql");
      }
      return new AskedQuestion(text.asText(), sql, answerable);
    } catch (JsonProcessingException malformed) {
      problems.add(place + "is no JSON object");
      return new AskedQuestion("", List.of(), false);
    }
  }

  private static List<String> sql(JsonNode node) {
    var accepted = new ArrayList<String>();
    if (node.isTextual()) {
      accepted.add(node.textValue());
    }
    node.forEach(one -> accepted.add(one.asText()));
    return accepted;
  }
}
