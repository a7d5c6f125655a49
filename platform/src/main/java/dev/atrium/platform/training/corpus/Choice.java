package dev.atrium.platform.training.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices that depend on nothing but the generator handed in. */
final class Choice {

  private Choice() {}

  static <T> T of(SplittableRandom random, List<T> options) {
    return options.get(random.nextInt(options.size()));
  }

  static String of(SplittableRandom random, String... options) {
    return options[random.nextInt(options.length)];
  }

  static boolean chance(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }

  static <T> List<T> shuffled(SplittableRandom random, Collection<T> options) {
    var list = new ArrayList<>(options);
    for (var i = list.size() - 1; i > 0; i--) {
      var j = random.nextInt(i + 1);
      var moved = list.set(i, list.get(j));
      list.set(j, moved);
    }
    return list;
  }
}
