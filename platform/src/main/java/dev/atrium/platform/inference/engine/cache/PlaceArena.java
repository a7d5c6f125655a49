package dev.atrium.platform.inference.engine.cache;

import java.util.OptionalInt;
import java.util.TreeMap;

/** Stretches of consecutive places, whole blocks each; the first that fits is taken. */
final class PlaceArena {
  private final int size;

  /** Length of each free stretch by its first place; neighbours are always joined. */
  private final TreeMap<Integer, Integer> free = new TreeMap<>();

  private int taken;

  PlaceArena(int size) {
    this.size = size;
    free.put(0, size);
  }

  OptionalInt take(int count) {
    for (var stretch : free.entrySet()) {
      if (stretch.getValue() >= count) {
        var place = stretch.getKey();
        var rest = stretch.getValue() - count;
        free.remove(place);
        if (rest > 0) {
          free.put(place + count, rest);
        }
        taken += count;
        return OptionalInt.of(place);
      }
    }
    return OptionalInt.empty();
  }

  void free(int place, int count) {
    var begin = place;
    var length = count;
    var before = free.floorEntry(place);
    if (before != null && before.getKey() + before.getValue() > place) {
      throw new IllegalStateException("places from " + place + " are free already");
    }
    if (before != null && before.getKey() + before.getValue() == place) {
      begin = before.getKey();
      length += before.getValue();
    }
    var after = free.remove(place + count);
    free.put(begin, after == null ? length : length + after);
    taken -= count;
  }

  int taken() {
    return taken;
  }

  int size() {
    return size;
  }
}
