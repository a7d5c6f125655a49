package dev.atrium.plugins.customerservice;

import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes what a model writes and passes on, sentence by sentence, what the evidence supports. The
 * first sentence that it doesn't support ends the answer.
 *
 * <p>A small model finds the right sentence more often than it gets it right: its answer can be
 * given as the whole sentence that bears it out, of the passage that fits the question best. What
 * it left out may be a condition.
 */
final class CheckedAnswer implements Models.TextSink {
  private static final Pattern MARK = Pattern.compile("\\s*\\[\\d+\\]");
  private static final Pattern SENTENCE =
      Pattern.compile("\\s*(.+?(?:[。！？]|[.!?](?=\\s)|\\n))", Pattern.DOTALL);
  private static final int MAX_SENTENCES = 4;

  private final Evidence evidence;
  private final AnswerSink answer;
  private final boolean whole;
  private final StringBuilder pending = new StringBuilder();
  private final List<Evidence.Statement> shown = new ArrayList<>();

  /** Ends a generation whose rest would not be shown. */
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  /**
   * @param whole whether the passage's whole sentences are shown for what the model says
   */
  CheckedAnswer(Evidence evidence, AnswerSink answer, boolean whole) {
    this.evidence = evidence;
    this.answer = answer;
    this.whole = whole;
  }

  @Override
  public void text(String piece) throws InterruptedException {
    pending.append(piece);
    var sentence = SENTENCE.matcher(pending);
    while (sentence.lookingAt()) {
      var text = sentence.group(1).strip();
      pending.delete(0, sentence.end());
      pass(text);
      sentence = SENTENCE.matcher(pending);
    }
  }

  /** The model ended its turn: what is left is a sentence too. */
  void end() throws InterruptedException {
    var rest = pending.toString().strip();
    pending.setLength(0);
    if (!rest.isEmpty()) {
      pass(rest);
    }
  }

  /** The sentences of the passages that bear out what has been shown. */
  List<Evidence.Statement> shown() {
    return List.copyOf(shown);
  }

  private void pass(String sentence) throws InterruptedException {
    var text = MARK.matcher(sentence).replaceAll("").strip();
    var support = evidence.supporting(text).filter(this::sameSource);
    if (support.isEmpty() || (shown.isEmpty() && !evidence.answers(text))) {
      throw new Enough();
    }
    var statement = support.get();
    var told = whole ? statement.text() : text;
    Citations.show(answer, told, statement, shown.isEmpty());
    shown.add(statement);
    if (shown.size() == MAX_SENTENCES) {
      throw new Enough();
    }
  }

  /** An answer draws on one passage, so that it cannot join facts that don't belong together. */
  private boolean sameSource(Evidence.Statement statement) {
    return shown.isEmpty()
        ? !whole || evidence.best() == statement.passage()
        : shown.getFirst().passage() == statement.passage();
  }
}
