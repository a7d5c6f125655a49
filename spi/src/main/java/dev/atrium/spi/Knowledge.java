package dev.atrium.spi;

import java.util.List;

/** The tenant's knowledge. */
public interface Knowledge {
  /**
   * The passages that fit a question best, best first.
   *
   * @param limit 1 to 50
   */
  List<Passage> search(String question, int limit) throws InterruptedException;
}
