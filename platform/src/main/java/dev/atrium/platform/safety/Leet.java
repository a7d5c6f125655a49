package dev.atrium.platform.safety;

/** Digits and symbols that stand for letters. */
final class Leet {
  private Leet() {}

  /** Whether a digit may stand for a letter. */
  static boolean isDigitFor(int digit, int letter) {
    return switch (digit) {
      case '0' -> letter == 'o';
      case '1' -> letter == 'i' || letter == 'l';
      case '2' -> letter == 'z';
      case '3' -> letter == 'e';
      case '4' -> letter == 'a';
      case '5' -> letter == 's';
      case '6' -> letter == 'b' || letter == 'g';
      case '7' -> letter == 't';
      case '8' -> letter == 'b';
      case '9' -> letter == 'g';
      default -> false;
    };
  }

  /** The letter that a symbol usually stands for; 0 if none. */
  static int letterOf(int symbol) {
    return switch (symbol) {
      case '@' -> 'a';
      case '$', '§' -> 's';
      case '!', '|', '¡' -> 'i';
      case '+' -> 't';
      case '(', '¢' -> 'c';
      case '€' -> 'e';
      case '£' -> 'l';
      case '¥' -> 'y';
      default -> 0;
    };
  }

  /** Whether a symbol is a letter only before another letter, since it rarely ends a word. */
  static boolean needsSuccessor(int symbol) {
    return symbol == '+' || symbol == '(';
  }

  /**
   * The class of letters and digits that may stand for each other, named by one of them. Classes
   * only choose candidates; {@link MatchRules} decides.
   */
  static int classOf(int folded) {
    return switch (folded) {
      case 'l', '1' -> 'i';
      case '0' -> 'o';
      case '2' -> 'z';
      case '3' -> 'e';
      case '4' -> 'a';
      case '5' -> 's';
      case '6', '8', '9', 'g' -> 'b';
      case '7' -> 't';
      default -> folded;
    };
  }
}
