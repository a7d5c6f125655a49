package dev.atrium.platform.inference.grammar;

import java.util.List;

/** The regular parts of JSON. Blanks are written where most models write them, or not at all. */
final class JsonParts {
  static final CodePoints PLAIN = CodePoints.range(0, 0x1F).with(CodePoints.of("\"\\\u007F")).not();

  private static final int DEEPEST = 4;
  private static final Part BLANK = Part.optional(Part.text(" "));
  private static final CodePoints HEXADECIMAL =
      CodePoints.range('0', '9').with(CodePoints.range('a', 'f')).with(CodePoints.range('A', 'F'));

  /** Any surrogate's number: the first digit d, the second from 8 on. */
  private static final Part UNICODE =
      Part.sequence(
          Part.text("u"),
          CodePoints.range('0', '9').with(CodePoints.of("abcefABCEF")).part(),
          Part.repeated(HEXADECIMAL.part(), 3, 3));

  static final Part CHARACTER =
      Part.anyOf(
          List.of(
              PLAIN.part(),
              Part.sequence(
                  Part.text("\\"),
                  Part.anyOf(List.of(CodePoints.of("\"\\/bfnrt").part(), UNICODE)))));
  static final Part STRING = quoted(Part.star(CHARACTER));
  static final Part COMMA = Part.sequence(Part.text(","), BLANK);
  private static final Part DIGIT = CodePoints.range('0', '9').part();

  /** No more digits than a double or a long holds. */
  static final Part INTEGER =
      Part.sequence(
          Part.optional(Part.text("-")),
          Part.anyOf(
              List.of(
                  Part.text("0"),
                  Part.sequence(CodePoints.range('1', '9').part(), Part.repeated(DIGIT, 0, 14)))));

  static final Part NUMBER =
      Part.sequence(
          INTEGER,
          Part.optional(Part.sequence(Part.text("."), Part.repeated(DIGIT, 1, 15))),
          Part.optional(
              Part.sequence(
                  CodePoints.of("eE").part(),
                  Part.optional(CodePoints.of("+-").part()),
                  Part.repeated(DIGIT, 1, 2))));
  static final Part BOOLEAN = Part.anyOf(List.of(Part.text("true"), Part.text("false")));
  static final Part NULL = Part.text("null");

  private JsonParts() {}

  static Part quoted(Part inside) {
    return Part.sequence(Part.text("\""), inside, Part.text("\""));
  }

  /** A key that is already JSON, then a value. */
  static Part pair(Part key, Part value) {
    return Part.sequence(key, Part.text(":"), BLANK, value);
  }

  static Part object(Part members) {
    return Part.sequence(Part.text("{"), members, Part.text("}"));
  }

  static Part array(Part items) {
    return Part.sequence(Part.text("["), items, Part.text("]"));
  }

  /** Any object, nested no deeper than a few levels. */
  static Part anyObject() {
    return anyObject(DEEPEST);
  }

  private static Part anyObject(int levels) {
    var members = Part.separated(pair(STRING, anyValue(levels - 1)), COMMA);
    return object(Part.optional(members));
  }

  private static Part anyValue(int levels) {
    var plain = List.of(STRING, NUMBER, BOOLEAN, NULL);
    if (levels == 0) {
      return Part.anyOf(plain);
    }
    var array = array(Part.optional(Part.separated(anyValue(levels - 1), COMMA)));
    return Part.anyOf(List.of(Part.anyOf(plain), anyObject(levels), array));
  }
}
