package dev.atrium.spi.catalogue;

import java.time.Instant;

/** Something that a user did with an item. */
public record Event(String user, String item, Kind kind, Instant at) {
  /** What was done. */
  public enum Kind {
    /** The item was recommended to the user. */
    SHOWN,
    VIEWED,
    CLICKED,
    CARTED,
    BOUGHT,
    RATED;

    /** Whether it tells what the user wants. */
    public boolean chosen() {
      return this != SHOWN;
    }
  }
}
