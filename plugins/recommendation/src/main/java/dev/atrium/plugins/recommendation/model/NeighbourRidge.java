package dev.atrium.plugins.recommendation.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.stream.IntStream;

/**
 * EASE for many items: each item is rebuilt from its closest neighbours alone, so one small ridge
 * regression per item takes the place of the inverse of the whole matrix (as SLIM does with a fixed
 * neighbourhood). Pairs that are in neither's neighbourhood count as never together.
 */
final class NeighbourRidge {
  private static final int NEIGHBOURS = 64;

  private final CoOccurrence pairs;
  private final double regularization;

  private NeighbourRidge(CoOccurrence pairs, double regularization) {
    this.pairs = pairs;
    this.regularization = regularization;
  }

  static ItemWeights learn(CoOccurrence pairs, double regularization) {
    var ridge = new NeighbourRidge(pairs, regularization);
    var items = pairs.others().length;
    var from = new int[items][];
    var weights = new float[items][];
    IntStream.range(0, items)
        .parallel()
        .forEach(
            item -> {
              from[item] =
                  Arrays.copyOf(
                      pairs.others()[item], Math.min(NEIGHBOURS, pairs.others()[item].length));
              weights[item] = ridge.solve(item, from[item]);
            });
    return turned(from, weights);
  }

  private float[] solve(int item, int[] neighbours) {
    var size = neighbours.length;
    var place = new HashMap<Integer, Integer>();
    for (var at = 0; at < size; at++) {
      place.put(neighbours[at], at);
    }
    var matrix = new double[size][size];
    for (var row = 0; row < size; row++) {
      var neighbour = neighbours[row];
      matrix[row][row] = pairs.users()[neighbour] + regularization;
      for (var at = 0; at < pairs.others()[neighbour].length; at++) {
        var column = place.get(pairs.others()[neighbour][at]);
        if (column != null) {
          matrix[row][column] = pairs.counts()[neighbour][at];
          matrix[column][row] = pairs.counts()[neighbour][at];
        }
      }
    }
    var target = new double[size];
    for (var at = 0; at < size; at++) {
      target[at] = pairs.counts()[item][at];
    }
    return Cholesky.solve(matrix, target);
  }

  /** From "an item's points come from these" to "an item gives points to these". */
  private static ItemWeights turned(int[][] from, float[][] weights) {
    var counts = new int[from.length];
    for (var sources : from) {
      for (var source : sources) {
        counts[source]++;
      }
    }
    var to = new int[from.length][];
    var given = new float[from.length][];
    for (var item = 0; item < from.length; item++) {
      to[item] = new int[counts[item]];
      given[item] = new float[counts[item]];
    }
    Arrays.fill(counts, 0);
    for (var item = 0; item < from.length; item++) {
      for (var at = 0; at < from[item].length; at++) {
        var source = from[item][at];
        to[source][counts[source]] = item;
        given[source][counts[source]++] = weights[item][at];
      }
    }
    return new ItemWeights(to, given, 1);
  }
}
