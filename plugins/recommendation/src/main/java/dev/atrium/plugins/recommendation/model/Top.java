package dev.atrium.plugins.recommendation.model;

import java.util.Arrays;

/** Picks the items with the highest scores; of equal ones, the lower number. */
final class Top {
  private Top() {}

  /** The best items, best first; items with a score of negative infinity are left out. */
  static int[] of(float[] scores, int limit) {
    var heap = new int[Math.min(limit, scores.length)];
    var size = 0;
    for (var item = 0; item < scores.length; item++) {
      if (scores[item] == Float.NEGATIVE_INFINITY) {
        continue;
      }
      if (size < heap.length) {
        heap[size++] = item;
        raise(heap, size - 1, scores);
      } else if (size > 0 && before(item, heap[0], scores)) {
        heap[0] = item;
        sink(heap, size, scores);
      }
    }
    return Arrays.stream(heap, 0, size)
        .boxed()
        .sorted((one, other) -> one.equals(other) ? 0 : before(one, other, scores) ? -1 : 1)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean before(int one, int other, float[] scores) {
    return scores[one] > scores[other] || (scores[one] == scores[other] && one < other);
  }

  private static void raise(int[] heap, int from, float[] scores) {
    var at = from;
    while (at > 0 && before(heap[(at - 1) / 2], heap[at], scores)) {
      swap(heap, at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private static void sink(int[] heap, int size, float[] scores) {
    var at = 0;
    while (2 * at + 1 < size) {
      var child = 2 * at + 1;
      if (child + 1 < size && before(heap[child], heap[child + 1], scores)) {
        child++;
      }
      if (!before(heap[at], heap[child], scores)) {
        return;
      }
      swap(heap, at, child);
      at = child;
    }
  }

  private static void swap(int[] heap, int one, int other) {
    var kept = heap[one];
    heap[one] = heap[other];
    heap[other] = kept;
  }
}
