package dev.atrium.platform.safety;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A compiled lexicon that judges whole texts. Immutable; any thread. Text that arrives in pieces
 * goes through {@link #stream()}.
 */
public final class ContentFilter {
  private final CompiledLexicon lexicon;

  private ContentFilter(CompiledLexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** Compiles a lexicon; 60,000 entries take well under a second. */
  public static ContentFilter of(Lexicon lexicon) {
    return new ContentFilter(LexiconCompiler.compile(lexicon));
  }

  /** Finds every entry in a text, disguised or not. Any string will do, lone surrogates too. */
  public Judgement judge(String text) {
    var scan = Scan.of(lexicon, text.toCharArray(), text.length(), true);
    var matches = maximal(scan.matches(), text);
    var findings = new ArrayList<Finding>();
    matches.forEach(match -> findings.add(finding(match, text, 0)));
    return new Judgement(findings, mask(text, 0, text.length(), matches));
  }

  /** A new filter for one stream of text. */
  public StreamFilter stream() {
    return new StreamFilter(this);
  }

  /** Entries that this filter can't find because they hold nothing but punctuation. */
  public List<LexiconEntry> ignored() {
    return lexicon.ignored();
  }

  /** Bytes held by the automata. */
  public long automatonBytes() {
    return lexicon.main().bytes() + lexicon.spoken().bytes();
  }

  Scan scan(char[] text, int length, boolean isFinal) {
    return Scan.of(lexicon, text, length, isFinal);
  }

  Action action(Match match) {
    return lexicon.entries().get(match.entry()).action();
  }

  Finding finding(Match match, String text, int offset) {
    var entry = lexicon.entries().get(match.entry());
    var span = text.substring(match.start(), match.end());
    return new Finding(
        offset + match.start(),
        offset + match.end(),
        entry,
        !Literals.contains(span, entry.text()));
  }

  /** Leaves out what lies in an allowed phrase or in a longer match of at least the same force. */
  List<Match> maximal(List<Match> matches, String text) {
    if (matches.isEmpty()) {
      return List.of();
    }
    var allowed = matches.stream().filter(match -> match.entry() < 0).toList();
    var sorted =
        matches.stream()
            .filter(match -> match.entry() >= 0)
            .filter(match -> allowed.stream().noneMatch(phrase -> phrase.covers(match)))
            .sorted(order())
            .toList();
    int[] reach = new int[Action.values().length];
    var kept = new ArrayList<Match>();
    for (var match : sorted) {
      int force = action(match).ordinal();
      if (match.end() > reach[force]) {
        kept.add(match);
        for (int weaker = 0; weaker <= force; weaker++) {
          reach[weaker] = Math.max(reach[weaker], match.end());
        }
      }
    }
    return kept;
  }

  private Comparator<Match> order() {
    return Comparator.comparingInt(Match::start)
        .thenComparing(Match::end, Comparator.reverseOrder())
        .thenComparing(this::action, Comparator.reverseOrder())
        .thenComparing(Match::entry);
  }

  /** A stretch of a text with an asterisk for each character of masked and blocked matches. */
  String mask(String text, int from, int to, List<Match> matches) {
    if (matches.isEmpty()) {
      return text.substring(from, to);
    }
    var masked = new StringBuilder(to - from);
    int at = from;
    for (var match : matches) {
      if (action(match) != Action.FLAG && match.end() > at && match.start() < to) {
        masked.append(text, at, Math.max(at, match.start()));
        at = Math.max(at, match.start());
        int end = Math.min(match.end(), to);
        masked.repeat('*', text.codePointCount(at, end));
        at = end;
      }
    }
    masked.append(text, at, to);
    return masked.toString();
  }
}
