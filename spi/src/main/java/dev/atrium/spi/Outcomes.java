package dev.atrium.spi;

/** Tells what a turn came to; return on investment is made of it. */
public interface Outcomes {
  void record(Kind kind);

  /** What can come of a turn. */
  enum Kind {
    ANSWERED,
    RESOLVED,
    HANDED_OVER,
    CLICKED,
    BOUGHT,
    ACCEPTED,
    EDITED
  }
}
