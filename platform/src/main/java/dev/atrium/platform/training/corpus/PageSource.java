package dev.atrium.platform.training.corpus;

import java.util.List;
import java.util.SplittableRandom;

/** Where pages come from. */
interface PageSource {

  Language language();

  /**
   * Pages that belong together: each question on them is answered by its own fact and no other.
   *
   * @param pages how many
   * @param facts at most so many facts on each
   */
  List<Page> draw(SplittableRandom random, int pages, int facts);
}
