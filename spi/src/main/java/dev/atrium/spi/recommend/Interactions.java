package dev.atrium.spi.recommend;

import java.util.List;

/**
 * What users did with items, as columns: entry {@code i} of each array belongs to one interaction.
 * Interactions of a user stand in the order of time, and no user has an item twice.
 *
 * @param users all users are below this
 * @param items all items are below this
 * @param user of each interaction
 * @param item of each interaction
 * @param time of each interaction, in seconds from any instant
 * @param texts what is known of each item in words; empty if nothing is known of any
 */
public record Interactions(
    int users, int items, int[] user, int[] item, long[] time, List<String> texts) {
  public Interactions {
    if (user.length != item.length || user.length != time.length) {
      throw new IllegalArgumentException("The columns differ in length.");
    }
  }

  public int size() {
    return user.length;
  }
}
