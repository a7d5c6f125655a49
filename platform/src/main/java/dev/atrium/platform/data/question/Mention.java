package dev.atrium.platform.data.question;

import dev.atrium.platform.data.layer.ValueIndex;
import java.util.List;

/**
 * Words of a question that name something.
 *
 * @param from the first token
 * @param to behind the last token
 */
sealed interface Mention {
  int from();

  int to();

  /**
   * A table or column, or several that share the words.
   *
   * @param deed whether it is a verb that only resembles the name: managed for manager
   */
  record Named(int from, int to, List<Lexicon.Meaning> meanings, boolean deed) implements Mention {
    boolean table() {
      return meanings.getFirst().isTable();
    }
  }

  /** A value that stands in the data. */
  record Valued(int from, int to, String text, List<ValueIndex.Value> places) implements Mention {}

  /** A number, a date or a quoted text that does not stand in the data. */
  record Literal(int from, int to, String text, Token.Kind kind) implements Mention {
    boolean year() {
      return kind == Token.Kind.NUMBER && text.matches("[12]\\d{3}");
    }
  }

  /** Words with a fixed meaning. */
  record Cued(int from, int to, Cue cue) implements Mention {}

  /** A word that means nothing here. */
  record Unknown(int from, int to, String text) implements Mention {}
}
