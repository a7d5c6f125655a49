package dev.atrium.platform.data.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * A word, a number, a quoted text, a mark or one Chinese character of a question.
 *
 * @param stem what its forms have in common
 */
record Token(String text, String lower, String stem, Kind kind) {
  private static final Pattern PIECES =
      Pattern.compile(
          "\"([^\"]{1,200})\"|“([^”]{1,200})”|「([^」]{1,200})」|(?<![\\p{L}\\p{N}])'([^']{1,200}?)'(?![\\p{L}\\p{N}])"
              + "|(\\d{4}-\\d{1,2}-\\d{1,2})|(\\d[\\d,]*(?:\\.\\d+)?%?)|(\\p{IsHan})|([\\p{L}\\p{N}_&&[^\\p{IsHan}]]+(?:['’](?:t|s)\\b)?)|([^\\s])");
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("people", "person"),
          Map.entry("persons", "person"),
          Map.entry("children", "child"),
          Map.entry("men", "man"),
          Map.entry("women", "woman"),
          Map.entry("born", "birth"),
          Map.entry("bought", "purchase"),
          Map.entry("sold", "sale"),
          Map.entry("paid", "payment"),
          Map.entry("courses", "course"),
          Map.entry("movies", "movie"),
          Map.entry("staff", "staff"),
          Map.entry("weighs", "weight"),
          Map.entry("located", "location"),
          Map.entry("length", "length"),
          Map.entry("long", "long"));
  private static final int MOST = 400;

  /** What a token is. */
  enum Kind {
    WORD,
    NUMBER,
    DATE,
    QUOTED,
    CHARACTER,
    MARK
  }

  boolean capital() {
    return Character.isUpperCase(text.charAt(0));
  }

  boolean is(String word) {
    return lower.equals(word);
  }

  /** The tokens of a text, the first 400. */
  static List<Token> of(String text) {
    var tokens = new ArrayList<Token>();
    var matcher = PIECES.matcher(text.replace("’", "'"));
    while (matcher.find() && tokens.size() < MOST) {
      tokens.addAll(tokens(matcher));
    }
    return List.copyOf(tokens);
  }

  private static List<Token> tokens(java.util.regex.Matcher matcher) {
    for (int group = 1; group <= 4; group++) {
      if (matcher.group(group) != null) {
        return List.of(token(matcher.group(group).strip(), Kind.QUOTED));
      }
    }
    if (matcher.group(5) != null) {
      return List.of(token(matcher.group(5), Kind.DATE));
    }
    if (matcher.group(6) != null) {
      return List.of(token(matcher.group(6).replaceAll("[,%]", ""), Kind.NUMBER));
    }
    if (matcher.group(7) != null) {
      return List.of(token(matcher.group(7), Kind.CHARACTER));
    }
    if (matcher.group(8) != null) {
      return word(matcher.group(8));
    }
    return List.of(token(matcher.group(), Kind.MARK));
  }

  private static List<Token> word(String word) {
    var bare = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    var own = token(bare, Kind.WORD);
    return bare.length() < word.length() ? List.of(own, token("'s", Kind.WORD)) : List.of(own);
  }

  private static Token token(String text, Kind kind) {
    var lower = text.toLowerCase(Locale.ROOT);
    return new Token(text, lower, kind == Kind.WORD ? stem(lower) : lower, kind);
  }

  static String stem(String lower) {
    var regular = IRREGULAR.getOrDefault(lower, lower);
    if (!regular.matches("[a-z]+")) {
      return regular;
    }
    var stemmer = new EnglishStemmer();
    stemmer.setCurrent(regular);
    stemmer.stem();
    return stemmer.getCurrent();
  }
}
