package dev.atrium.plugins.customerservice.intent;

/**
 * A vector of which most entries are 0.
 *
 * @param positions of the others
 * @param values at those positions
 */
record SparseVector(int[] positions, float[] values) {
  int size() {
    return positions.length;
  }
}
