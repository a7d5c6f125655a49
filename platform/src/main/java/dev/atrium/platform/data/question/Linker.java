package dev.atrium.platform.data.question;

import dev.atrium.platform.data.layer.ValueIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what a question's words name: tables, columns, values, numbers, cues. */
final class Linker {
  private static final int LONGEST = 8;
  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("once", "1"),
          Map.entry("twice", "2"),
          Map.entry("两", "2"),
          Map.entry("三", "3"),
          Map.entry("四", "4"),
          Map.entry("六", "6"),
          Map.entry("七", "7"),
          Map.entry("八", "8"),
          Map.entry("九", "9"),
          Map.entry("五", "5"),
          Map.entry("十", "10"));

  /** Past forms that share their stem with a noun. */
  private static final Set<String> VERBS = Set.of("sold", "bought", "paid");

  private final Lexicon lexicon;
  private final ValueIndex values;

  Linker(Lexicon lexicon, ValueIndex values) {
    this.lexicon = lexicon;
    this.values = values;
  }

  List<Mention> link(List<Token> tokens) {
    var mentions = new ArrayList<Mention>();
    for (int at = 0; at < tokens.size(); ) {
      var mention = at(tokens, at);
      mentions.add(mention);
      at = mention.to();
    }
    return mentions;
  }

  private Mention at(List<Token> tokens, int from) {
    var token = tokens.get(from);
    if (token.kind() == Token.Kind.QUOTED) {
      return quoted(token, from);
    }
    var value = value(tokens, from);
    var name = name(tokens, from);
    var cue = Cues.at(tokens, from);
    if (token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.DATE) {
      return value.isPresent() && value.get().to() > from + 1
          ? value.get()
          : new Mention.Literal(from, from + 1, token.text(), token.kind());
    }
    var best = best(tokens, value, name);
    if (cue.isPresent() && (best.isEmpty() || cueWins(tokens, cue.get(), best.get()))) {
      return cue.get();
    }
    return best.isPresent() ? best.get() : rest(token, from);
  }

  private static boolean cueWins(List<Token> tokens, Mention.Cued cue, Mention other) {
    if (other instanceof Mention.Valued value) {
      boolean certain = tokens.get(value.from()).capital() && value.from() > 0;
      return value.to() - value.from() == 1 && !certain || cue.to() > value.to();
    }
    boolean whole =
        other instanceof Mention.Named named && named.meanings().getFirst().score() >= 0.9;
    return whole ? cue.to() - cue.from() > other.to() - other.from() : cue.to() >= other.to();
  }

  private static Optional<? extends Mention> best(
      List<Token> tokens, Optional<Mention.Valued> value, Optional<Mention.Named> name) {
    if (value.isEmpty()) {
      return name;
    }
    if (name.isEmpty()) {
      return value;
    }
    int longer = value.get().to() - name.get().to();
    boolean shouted = tokens.get(value.get().from()).capital() && value.get().from() > 0;
    boolean weak = name.get().meanings().getFirst().score() < 0.9;
    return longer > 0 || longer == 0 && (shouted || weak) ? value : name;
  }

  private Optional<Mention.Valued> value(List<Token> tokens, int from) {
    for (int to = Math.min(tokens.size(), from + LONGEST); to > from; to--) {
      var found = values.find(joined(tokens.subList(from, to)));
      if (!found.isEmpty() && (to - from > 1 || telling(tokens.get(from)))) {
        return Optional.of(new Mention.Valued(from, to, joined(tokens.subList(from, to)), found));
      }
    }
    return singular(tokens, from);
  }

  /** A value named in the plural: {@code females} for female. */
  private Optional<Mention.Valued> singular(List<Token> tokens, int from) {
    var word = tokens.get(from).lower();
    if (word.length() < 4 || !word.endsWith("s")) {
      return Optional.empty();
    }
    var found = values.find(word.substring(0, word.length() - 1));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new Mention.Valued(from, from + 1, word, found));
  }

  /** Whether one word alone can be taken for a value. */
  private static boolean telling(Token token) {
    return token.kind() == Token.Kind.CHARACTER
        ? false
        : token.lower().length() > 2 || token.capital() && !token.is("i") && !token.is("a");
  }

  private Optional<Mention.Named> name(List<Token> tokens, int from) {
    if (Lexicon.skipped(tokens.get(from))) {
      return Optional.empty();
    }
    for (int to = Math.min(tokens.size(), from + LONGEST); to > from; to--) {
      if (!Lexicon.skipped(tokens.get(to - 1))) {
        var stems =
            tokens.subList(from, to).stream()
                .filter(token -> !Lexicon.skipped(token))
                .map(Token::stem)
                .toList();
        var found = lexicon.find(stems);
        if (!found.isEmpty() && (stems.size() == to - from || stems.size() == 2)) {
          return Optional.of(new Mention.Named(from, to, found, deed(tokens.get(to - 1), found)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean deed(Token token, List<Lexicon.Meaning> found) {
    return VERBS.contains(token.lower())
        || found.getFirst().score() < 0.9
            && (token.lower().endsWith("ed") || token.lower().endsWith("ing"));
  }

  private Mention quoted(Token token, int from) {
    var found = values.find(token.text());
    return found.isEmpty()
        ? new Mention.Literal(from, from + 1, token.text(), Token.Kind.QUOTED)
        : new Mention.Valued(from, from + 1, token.text(), found);
  }

  private static Mention rest(Token token, int from) {
    var number = NUMBERS.get(token.lower());
    if (number != null) {
      return new Mention.Literal(from, from + 1, number, Token.Kind.NUMBER);
    }
    return token.kind() == Token.Kind.MARK
        ? new Mention.Cued(
            from, from + 1, token.is(",") || token.is("，") ? new Cue.And() : new Cue.Empty())
        : new Mention.Unknown(from, from + 1, token.text());
  }

  /** Words with blanks between them, Chinese characters without. */
  static String joined(List<Token> tokens) {
    var text = new StringBuilder();
    Optional<Token> last = Optional.empty();
    for (var token : tokens) {
      var chinese =
          token.kind() == Token.Kind.CHARACTER
              && last.filter(one -> one.kind() == Token.Kind.CHARACTER).isPresent();
      text.append(text.isEmpty() || chinese ? "" : " ").append(token.text());
      last = Optional.of(token);
    }
    return text.toString();
  }
}
