package dev.atrium.spi.recommend;

/** A way to recommend that has learnt. Immutable; may be used by many threads. */
public interface Recommender {
  String name();

  /**
   * The items to recommend, best first, without those of the history.
   *
   * @param history the user's items, oldest first; empty for a new user
   * @param limit above 0; fewer come back only if there are no more items
   */
  int[] recommend(int[] history, int limit);
}
