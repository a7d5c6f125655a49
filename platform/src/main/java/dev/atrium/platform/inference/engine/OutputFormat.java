package dev.atrium.platform.inference.engine;

import java.util.List;

/** What an answer must look like to its last character. */
public sealed interface OutputFormat {

  /** Whatever the model says. */
  record Free() implements OutputFormat {}

  /** One of these texts, none of them empty. */
  record Choice(List<String> texts) implements OutputFormat {
    public Choice {
      texts = List.copyOf(texts);
    }
  }

  /** A text that a regular expression matches from its first to its last character. */
  record Regex(String pattern) implements OutputFormat {}

  /** Any JSON object. */
  record JsonObject() implements OutputFormat {}

  /**
   * JSON that a schema accepts.
   *
   * @param schema the schema as JSON text, in the subset that OpenAI's strict mode names
   */
  record JsonSchema(String schema) implements OutputFormat {}

  OutputFormat FREE = new Free();
}
