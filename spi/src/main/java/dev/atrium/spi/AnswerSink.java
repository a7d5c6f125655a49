package dev.atrium.spi;

/**
 * Takes the answer of a turn, piece by piece, in order. Belongs to one turn: once {@link
 * Scenario#answer} has returned, every call fails. Each method throws {@link InterruptedException}
 * when nobody waits for the answer any more.
 */
public interface AnswerSink extends Models.TextSink {
  /** The next piece of the answer's text; shown to the end user at once. */
  @Override
  void text(String piece) throws InterruptedException;

  /**
   * Names a source of the answer.
   *
   * @param quote the words of the passage that say it, exactly as they stand there
   * @return the number under which the source is shown, from 1; the same for the same quote
   */
  int cite(Passage passage, String quote) throws InterruptedException;

  /**
   * Hands the conversation over to a person and records {@link Outcomes.Kind#HANDED_OVER}. Ends the
   * answer: nothing may be written after it.
   *
   * @param reason for the person who takes over, a short phrase
   * @param message for the end user
   */
  void handOver(String reason, String message) throws InterruptedException;
}
