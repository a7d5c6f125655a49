package dev.atrium.platform.safety;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Filters text that arrives in pieces. What might still become part of a match is held back, so
 * that no character of a match ever leaves; what can't leaves at once. The findings and the text
 * are those of {@link ContentFilter#judge} on the whole, however it is cut, up to the first blocked
 * word. How much is held back is bounded by the longest entry with its gaps and repetitions,
 * usually a few characters.
 *
 * <p>Belongs to one stream: not for use by two threads at once.
 */
public final class StreamFilter {
  /** Text before the held part that is kept for word boundaries and second readings. */
  private static final int CONTEXT = 256;

  private record Mark(long end, int tokens) {}

  private final ContentFilter filter;
  private final StringBuilder buffer = new StringBuilder();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final List<Match> overhanging = new ArrayList<>();
  private int offset;
  private int released;
  private boolean blocked;
  private boolean finished;

  StreamFilter(ContentFilter filter) {
    this.filter = filter;
  }

  /** Takes a piece and lets go what is safe. Nothing more leaves after a blocked word. */
  public Release offer(Delta delta) {
    if (finished) {
      throw new IllegalStateException("The stream has been finished");
    }
    buffer.append(delta.text());
    marks.add(new Mark((long) offset + buffer.length(), delta.tokens()));
    return release(false);
  }

  /** Lets go the rest: there is no more text. */
  public Release finish() {
    finished = true;
    return release(true);
  }

  /** Characters that have arrived and not left. */
  public int held() {
    return buffer.length() - released;
  }

  private Release release(boolean isFinal) {
    if (blocked) {
      return new Release("", 0, List.of(), true);
    }
    var text = buffer.toString();
    var scan = filter.scan(text.toCharArray(), text.length(), isFinal);
    var matches = new ArrayList<>(scan.matches());
    matches.addAll(overhanging);
    var known = filter.maximal(matches, text);
    var findings = new ArrayList<Finding>();
    int to = Math.max(released, scan.hold());
    for (var match : known) {
      if (match.start() >= released && match.start() < to && !blocked) {
        findings.add(filter.finding(match, text, offset));
        if (filter.action(match) == Action.BLOCK) {
          to = match.start();
          blocked = true;
        }
      }
    }
    var out = filter.mask(text, released, to, known);
    released = to;
    keepOverhanging(known);
    int tokens = takeTokens();
    forget();
    return new Release(out, tokens, findings, blocked);
  }

  private void keepOverhanging(List<Match> known) {
    overhanging.clear();
    known.stream()
        .filter(match -> match.start() < released && match.end() > released)
        .forEach(overhanging::add);
  }

  private int takeTokens() {
    int tokens = 0;
    while (!marks.isEmpty() && marks.peek().end() <= (long) offset + released) {
      tokens += marks.remove().tokens();
    }
    return tokens;
  }

  private void forget() {
    int surplus = released - CONTEXT;
    if (surplus > CONTEXT) {
      buffer.delete(0, surplus);
      offset += surplus;
      released -= surplus;
      overhanging.replaceAll(
          match ->
              new Match(
                  Math.max(0, match.start() - surplus), match.end() - surplus, match.entry()));
    }
  }
}
