package dev.atrium.plugins.recommendation.model;

import dev.atrium.spi.recommend.Interactions;
import java.util.Arrays;

/**
 * Interactions by user, oldest first, and by item.
 *
 * @param ofUser each user's items in the order of time
 * @param ofItem each item's users
 */
record Histories(int items, int[][] ofUser, int[][] ofItem) {
  /** Of a longer history the newest count: pairs grow with its square. */
  private static final int LONGEST = 200;

  static Histories of(Interactions interactions) {
    var all = new int[interactions.users()][];
    var counts = new int[interactions.users()];
    for (var user : interactions.user()) {
      counts[user]++;
    }
    Arrays.setAll(all, user -> new int[counts[user]]);
    Arrays.fill(counts, 0);
    for (var at = 0; at < interactions.size(); at++) {
      var user = interactions.user()[at];
      all[user][counts[user]++] = interactions.item()[at];
    }
    return of(interactions.items(), all);
  }

  static Histories of(int items, int[][] ofUser) {
    var newest = Arrays.stream(ofUser).map(Histories::newest).toArray(int[][]::new);
    var counts = new int[items];
    for (var history : newest) {
      for (var item : history) {
        counts[item]++;
      }
    }
    var ofItem = new int[items][];
    Arrays.setAll(ofItem, item -> new int[counts[item]]);
    Arrays.fill(counts, 0);
    for (var user = 0; user < newest.length; user++) {
      for (var item : newest[user]) {
        ofItem[item][counts[item]++] = user;
      }
    }
    return new Histories(items, newest, ofItem);
  }

  private static int[] newest(int[] history) {
    return history.length <= LONGEST
        ? history
        : Arrays.copyOfRange(history, history.length - LONGEST, history.length);
  }
}
