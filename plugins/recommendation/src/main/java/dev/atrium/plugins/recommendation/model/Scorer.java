package dev.atrium.plugins.recommendation.model;

/** Gives items points for a history. */
@FunctionalInterface
interface Scorer {
  /**
   * Adds a scorer's points to those of all items.
   *
   * @param history items, oldest first
   */
  void score(int[] history, float[] points);
}
