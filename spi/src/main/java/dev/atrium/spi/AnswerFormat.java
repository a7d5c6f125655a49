package dev.atrium.spi;

import java.util.List;

/**
 * What a model's answer must look like. The engine holds every token to it, so an answer that is
 * {@link Generated#complete} fits; one that the token limit cut off is the beginning of one that
 * fits. A format that cannot be read ends the call with a {@link ScenarioException}.
 */
public sealed interface AnswerFormat {

  /** Any text. */
  record Free() implements AnswerFormat {}

  /**
   * One of these texts.
   *
   * @param texts 1 to 1,000, none of them empty
   */
  record OneOf(List<String> texts) implements AnswerFormat {
    public OneOf {
      texts = List.copyOf(texts);
      if (texts.isEmpty() || texts.contains("")) {
        throw new IllegalArgumentException("A choice has at least one text, none of them empty.");
      }
    }
  }

  /**
   * A text that a regular expression matches from its first to its last character.
   *
   * @param regex no look-around, no back references
   */
  record Matching(String regex) implements AnswerFormat {}

  /**
   * JSON that a schema accepts.
   *
   * @param schema a JSON schema as text, in the subset that OpenAI's strict mode names
   */
  record Json(String schema) implements AnswerFormat {}

  AnswerFormat FREE = new Free();

  /** One of these texts. */
  static AnswerFormat oneOf(String... texts) {
    return new OneOf(List.of(texts));
  }
}
