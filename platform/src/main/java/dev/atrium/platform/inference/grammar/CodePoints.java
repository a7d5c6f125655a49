package dev.atrium.platform.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A set of Unicode characters, surrogates left out. Immutable. */
final class CodePoints {
  static final CodePoints ALL =
      new CodePoints(List.of(new Range(0, 0xD7FF), new Range(0xE000, Character.MAX_CODE_POINT)));

  /** Both ends belong to it. */
  private record Range(int from, int to) {}

  private final List<Range> ranges;

  private CodePoints(List<Range> ranges) {
    this.ranges = ranges;
  }

  static CodePoints only(int codePoint) {
    return range(codePoint, codePoint);
  }

  static CodePoints range(int from, int to) {
    return new CodePoints(List.of(new Range(from, to))).without(new CodePoints(List.of()));
  }

  static CodePoints of(String characters) {
    var set = new CodePoints(List.of());
    for (var codePoint : characters.codePoints().toArray()) {
      set = set.with(only(codePoint));
    }
    return set;
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Its only character; -1 if there are others or none. */
  int single() {
    var one = ranges.size() == 1 && ranges.getFirst().from() == ranges.getFirst().to();
    return one ? ranges.getFirst().from() : -1;
  }

  CodePoints with(CodePoints more) {
    var byStart = new TreeMap<Integer, Integer>();
    for (var part : List.of(ranges, more.ranges)) {
      part.forEach(range -> byStart.merge(range.from(), range.to(), Math::max));
    }
    var merged = new ArrayList<Range>();
    byStart.forEach(
        (from, to) -> {
          if (!merged.isEmpty() && merged.getLast().to() + 1 >= from) {
            var last = merged.removeLast();
            merged.add(new Range(last.from(), Math.max(last.to(), to)));
          } else {
            merged.add(new Range(from, to));
          }
        });
    return new CodePoints(merged);
  }

  CodePoints not() {
    return ALL.without(this);
  }

  CodePoints without(CodePoints less) {
    var left = ranges;
    var holes = new ArrayList<>(less.ranges);
    holes.add(new Range(0xD800, 0xDFFF));
    for (var hole : holes) {
      var rest = new ArrayList<Range>();
      for (var range : left) {
        addIfAny(rest, range.from(), Math.min(range.to(), hole.from() - 1));
        addIfAny(rest, Math.max(range.from(), hole.to() + 1), range.to());
      }
      left = rest;
    }
    return new CodePoints(left);
  }

  private static void addIfAny(List<Range> ranges, int from, int to) {
    if (from <= to) {
      ranges.add(new Range(from, to));
    }
  }

  /** One character of the set, in UTF-8. */
  Part part() {
    var alternatives = new ArrayList<Part>();
    for (var range : ranges) {
      split(range.from(), range.to(), alternatives);
    }
    return Part.anyOf(alternatives);
  }

  /** Ranges whose encodings are as long and differ within a range at each byte. */
  private static void split(int from, int to, List<Part> parts) {
    for (var limit : new int[] {0x7F, 0x7FF, 0xFFFF}) {
      if (from <= limit && to > limit) {
        split(from, limit, parts);
        split(limit + 1, to, parts);
        return;
      }
    }
    for (var shift = 6; shift <= 18 && to > 0x7F; shift += 6) {
      var mask = (1 << shift) - 1;
      if ((from & ~mask) != (to & ~mask)) {
        if ((from & mask) != 0) {
          split(from, from | mask, parts);
          split((from | mask) + 1, to, parts);
          return;
        }
        if ((to & mask) != mask) {
          split(from, (to & ~mask) - 1, parts);
          split(to & ~mask, to, parts);
          return;
        }
      }
    }
    var low = utf8(from);
    var high = utf8(to);
    parts.add(
        (automaton, next) -> {
          var at = next;
          for (var i = low.length - 1; i >= 0; i--) {
            at = automaton.bytes(low[i] & 0xff, high[i] & 0xff, at);
          }
          return at;
        });
  }

  private static byte[] utf8(int codePoint) {
    return Character.toString(codePoint).getBytes(UTF_8);
  }
}
