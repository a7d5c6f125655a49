package dev.atrium.platform.inference.grammar;

import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/**
 * Reads regular expressions: characters, classes, groups, {@code |}, {@code * + ? {m,n}}, and the
 * usual escapes. A pattern matches a whole text, so {@code ^} and {@code $} at its ends say nothing
 * new. What is not regular (references, look-around, word borders) is refused.
 */
final class RegexReader {
  private static final int LONGEST = 10_000;
  private static final int MOST_REPETITIONS = 1000;
  private static final int DEEPEST = 100;
  private static final CodePoints DIGITS = CodePoints.range('0', '9');
  private static final CodePoints WORD =
      DIGITS
          .with(CodePoints.range('a', 'z'))
          .with(CodePoints.range('A', 'Z'))
          .with(CodePoints.only('_'));
  private static final CodePoints BLANK = CodePoints.of(" \t\n\r\f\u000B");

  private final int[] pattern;
  private final UnaryOperator<CodePoints> among;
  private int at;
  private int depth;

  private RegexReader(String pattern, UnaryOperator<CodePoints> among) {
    this.pattern = pattern.codePoints().toArray();
    this.among = among;
  }

  /**
   * @param among what of a set of characters may be used
   * @throws AtriumException {@code invalid_format}, naming the place
   */
  static Part read(String pattern, UnaryOperator<CodePoints> among) {
    if (pattern.length() > LONGEST) {
      throw AtriumException.caller(
          "invalid_format", "A pattern has at most " + LONGEST + " characters.");
    }
    var reader = new RegexReader(pattern, among);
    reader.take('^');
    var part = reader.alternatives();
    if (reader.at < reader.pattern.length) {
      throw reader.wrong("a ')' too many");
    }
    return part;
  }

  private Part alternatives() {
    if (++depth > DEEPEST) {
      throw wrong("groups too deep");
    }
    var parts = new ArrayList<Part>();
    parts.add(sequence());
    while (take('|')) {
      parts.add(sequence());
    }
    depth--;
    return Part.anyOf(parts);
  }

  private Part sequence() {
    var parts = new ArrayList<Part>();
    while (at < pattern.length && pattern[at] != '|' && pattern[at] != ')') {
      if (pattern[at] == '$' && at == pattern.length - 1) {
        at++;
      } else {
        parts.add(repeated(one()));
      }
    }
    return Part.sequence(parts);
  }

  private Part repeated(Part part) {
    var result = part;
    if (take('*')) {
      result = Part.star(part);
    } else if (take('+')) {
      result = Part.repeated(part, 1, Integer.MAX_VALUE);
    } else if (take('?')) {
      result = Part.optional(part);
    } else if (take('{')) {
      var least = number();
      var most = least;
      if (take(',')) {
        most = at < pattern.length && pattern[at] == '}' ? Integer.MAX_VALUE : number();
      }
      require('}');
      if (most < least) {
        throw wrong("a repetition that ends before it begins");
      }
      result = Part.repeated(part, least, most);
    } else {
      return part;
    }
    take('?');
    return result;
  }

  private int number() {
    var begin = at;
    var value = 0;
    while (at < pattern.length && pattern[at] >= '0' && pattern[at] <= '9') {
      value = Math.min(value * 10 + pattern[at++] - '0', MOST_REPETITIONS + 1);
    }
    if (begin == at || value > MOST_REPETITIONS) {
      throw wrong("a repetition that is no number up to " + MOST_REPETITIONS);
    }
    return value;
  }

  private Part one() {
    if (take('(')) {
      if (take('?')) {
        require(':');
      }
      var part = alternatives();
      require(')');
      return part;
    }
    if (take('[')) {
      return part(characterClass());
    }
    if (take('.')) {
      return part(CodePoints.only('\n').not());
    }
    if (take('\\')) {
      return part(escaped());
    }
    if ("*+?{^$".indexOf(pattern[at]) >= 0) {
      throw wrong("a '" + Character.toString(pattern[at]) + "' that means nothing here");
    }
    return part(CodePoints.only(pattern[at++]));
  }

  private Part part(CodePoints set) {
    var usable = among.apply(set);
    if (usable.isEmpty()) {
      throw wrong("a place at which no character may stand");
    }
    return usable.part();
  }

  private CodePoints characterClass() {
    var negated = take('^');
    var set = CodePoints.of("");
    for (var first = true; first || !take(']'); first = false) {
      var from = member();
      if (at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']') {
        at++;
        set = set.with(between(from, member()));
      } else {
        set = set.with(from);
      }
    }
    return negated ? set.not() : set;
  }

  private CodePoints between(CodePoints from, CodePoints to) {
    var low = from.single();
    var high = to.single();
    if (low < 0 || high < low) {
      throw wrong("a range that ends before it begins");
    }
    return CodePoints.range(low, high);
  }

  private CodePoints member() {
    if (at == pattern.length) {
      throw wrong("a '[' without its ']'");
    }
    return take('\\') ? escaped() : CodePoints.only(pattern[at++]);
  }

  private CodePoints escaped() {
    if (at == pattern.length) {
      throw wrong("a '\\' with nothing behind it");
    }
    var letter = pattern[at++];
    return switch (letter) {
      case 'd' -> DIGITS;
      case 'D' -> DIGITS.not();
      case 'w' -> WORD;
      case 'W' -> WORD.not();
      case 's' -> BLANK;
      case 'S' -> BLANK.not();
      case 'n' -> CodePoints.only('\n');
      case 'r' -> CodePoints.only('\r');
      case 't' -> CodePoints.only('\t');
      case 'f' -> CodePoints.only('\f');
      case 'v' -> CodePoints.only(0x0B);
      case 'x' -> CodePoints.only(hexadecimal(2));
      case 'u' -> CodePoints.only(hexadecimal(4));
      default -> {
        if (Character.isLetterOrDigit(letter)) {
          throw wrong("'\\" + Character.toString(letter) + "', which is not supported");
        }
        yield CodePoints.only(letter);
      }
    };
  }

  private int hexadecimal(int digits) {
    var value = 0;
    for (var i = 0; i < digits; i++) {
      var digit = at < pattern.length ? Character.digit(pattern[at++], 16) : -1;
      if (digit < 0) {
        throw wrong("a character's number that is not hexadecimal");
      }
      value = 16 * value + digit;
    }
    return value;
  }

  private boolean take(int expected) {
    if (at < pattern.length && pattern[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void require(int expected) {
    if (!take(expected)) {
      throw wrong("no '" + Character.toString(expected) + "' where one is needed");
    }
  }

  private AtriumException wrong(String what) {
    return AtriumException.caller(
        "invalid_format", "The pattern has, up to character %d, %s.".formatted(at, what));
  }
}
