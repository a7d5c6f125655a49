package dev.atrium.spi;

/** Tells what a turn came to; return on investment is made of it. */
public interface Outcomes {
  /** Records an outcome; the turn's own outcome is the last one recorded. */
  void record(Kind kind);

  /** What can come of a turn. */
  enum Kind {
    /** Answered in the model's or the plugin's own words. */
    ANSWERED,
    /** Answered with a passage's own words. */
    QUOTED,
    RESOLVED,
    HANDED_OVER,
    CLICKED,
    BOUGHT,
    ACCEPTED,
    EDITED
  }
}
