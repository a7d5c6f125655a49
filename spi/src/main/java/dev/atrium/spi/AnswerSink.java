package dev.atrium.spi;

/** Takes the answer of a turn, piece by piece, in order. */
public interface AnswerSink {
  /** The next piece of the answer's text. */
  void text(String piece);

  /**
   * Names a source of the answer.
   *
   * @param quote the words of the passage that say it
   */
  void cite(Passage passage, String quote);

  /**
   * Hands the conversation over to a person.
   *
   * @param reason for the person who takes over, a short phrase
   */
  void handOver(String reason);
}
