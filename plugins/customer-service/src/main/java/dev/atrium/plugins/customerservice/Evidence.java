package dev.atrium.plugins.customerservice;

import dev.atrium.spi.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The passages found for a question, read sentence by sentence. */
final class Evidence {
  private static final int MAX_QUOTED = 4;
  private static final double NUMBER_BONUS = 1.3;
  private static final double QUOTED_SHARE = 0.5;
  private static final double RELEVANT_SHARE = 0.95;
  private static final double HEADING_WEIGHT = 0.3;
  private static final double SENTENCE_WEIGHT = 0.25;

  /** The same few letters again and again: a model that has lost its way. */
  private static final Pattern STUTTER = Pattern.compile("(\\p{L}{1,8}?)(?:\\s*\\1){3,}");

  private final Words words;
  private final List<Passage> passages;
  private final List<Set<String>> asked;
  private final boolean numberAsked;
  private final List<Statement> statements = new ArrayList<>();
  private final Map<String, Integer> frequency = new HashMap<>();

  /** A sentence of a passage, as it stands there. */
  record Statement(Passage passage, String text, Set<String> terms, Set<String> headings) {}

  Evidence(Words words, List<Passage> passages, String question, List<List<String>> synonyms) {
    this.words = words;
    this.passages = passages;
    this.asked = asked(question, synonyms);
    this.numberAsked = words.asksForNumber(question);
    for (var passage : passages) {
      var headings = words.terms(passage.section() + "\n" + passage.title());
      for (var sentence : words.sentences(passage.text())) {
        var statement = new Statement(passage, sentence, words.terms(sentence), headings);
        statements.add(statement);
        statement.terms().forEach(term -> frequency.merge(term, 1, Integer::sum));
      }
    }
  }

  /** The question's terms, each with the terms of what means the same. */
  private List<Set<String>> asked(String question, List<List<String>> synonyms) {
    var text = question.toLowerCase(Locale.ROOT);
    var asked = new ArrayList<Set<String>>();
    words.terms(question).forEach(term -> asked.add(new HashSet<>(Set.of(term))));
    for (var group : synonyms) {
      var spoken = group.stream().filter(phrase -> text.contains(phrase.toLowerCase(Locale.ROOT)));
      spoken.map(words::terms).forEach(terms -> widen(asked, terms, group));
    }
    return asked;
  }

  private void widen(List<Set<String>> asked, Set<String> terms, List<String> group) {
    for (var ways : asked) {
      if (terms.containsAll(ways) || ways.stream().anyMatch(terms::contains)) {
        group.forEach(phrase -> ways.addAll(words.terms(phrase)));
      }
    }
  }

  /** The sentences of the best passage that answer the question best, in their order there. */
  List<Statement> quotation() {
    var best = best();
    var candidates = statements.stream().filter(it -> it.passage() == best).toList();
    var highest = highest(best);
    var chosen =
        candidates.stream()
            .filter(it -> relevance(it) >= QUOTED_SHARE * highest)
            .sorted(Comparator.comparingDouble((Statement it) -> relevance(it)).reversed())
            .limit(MAX_QUOTED)
            .toList();
    return candidates.stream().filter(chosen::contains).toList();
  }

  /** The passage that fits the question best. */
  Passage best() {
    return passages.stream().max(Comparator.comparingDouble(this::fit)).orElseThrow();
  }

  /**
   * What the quotation would say that has not been shown and speaks at least as much of the
   * question as what has.
   */
  List<Statement> missing(List<Statement> shown) {
    var best = shown.stream().mapToDouble(this::relevance).max().orElse(0);
    return quotation().stream()
        .filter(it -> !shown.contains(it))
        .filter(it -> relevance(it) >= best)
        .toList();
  }

  /** What the search says of a passage, and its best sentence, both beside the best there is. */
  private double fit(Passage passage) {
    return passage.score() / passages.getFirst().score()
        + SENTENCE_WEIGHT * highest(passage) / Math.max(highest(), Double.MIN_NORMAL);
  }

  private double highest() {
    return passages.stream().mapToDouble(this::highest).max().orElse(0);
  }

  private double highest(Passage passage) {
    return statements.stream()
        .filter(it -> it.passage() == passage)
        .mapToDouble(this::relevance)
        .max()
        .orElse(0);
  }

  /** Whether a text speaks of what was asked, measured by the best sentence there is. */
  boolean answers(String text) {
    var highest = highest();
    return supporting(text).map(this::relevance).orElse(0.0) >= RELEVANT_SHARE * highest;
  }

  /**
   * The sentence that bears a text out: it alone says all of it, every word beside its headings,
   * every number as it is written and where it belongs, and it denies what the text denies.
   */
  Optional<Statement> supporting(String text) {
    var terms = words.terms(text);
    if (terms.isEmpty() || STUTTER.matcher(text).find()) {
      return Optional.empty();
    }
    return statements.stream()
        .filter(statement -> says(statement, terms))
        .filter(statement -> numbersBelong(text, statement.text()))
        .filter(statement -> words.denies(statement.text()) == words.denies(text))
        .max(Comparator.comparingLong(statement -> shared(statement, terms)));
  }

  private static boolean says(Statement statement, Set<String> terms) {
    return terms.stream()
        .allMatch(term -> statement.terms().contains(term) || statement.headings().contains(term));
  }

  /**
   * Whether a text's numbers are the sentence's. Of several it may leave some out, but only in the
   * sentence's own words: with others it could give one the other's meaning.
   */
  private boolean numbersBelong(String text, String sentence) {
    var told = words.numbers(text);
    return told.equals(words.numbers(sentence))
        || (!told.isEmpty() && squeezed(sentence).contains(squeezed(text)));
  }

  private static String squeezed(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s.。!！?？]+", "");
  }

  private static long shared(Statement statement, Set<String> terms) {
    return terms.stream().filter(statement.terms()::contains).count();
  }

  /** How much of the question a sentence speaks of; what its heading says counts less. */
  private double relevance(Statement statement) {
    var sum = 0.0;
    for (var ways : asked) {
      if (ways.stream().anyMatch(statement.terms()::contains)) {
        sum += rarity(ways);
      } else if (ways.stream().anyMatch(statement.headings()::contains)) {
        sum += HEADING_WEIGHT * rarity(ways);
      }
    }
    var fitting = numberAsked && !words.numbers(statement.text()).isEmpty();
    return fitting ? NUMBER_BONUS * sum : sum;
  }

  private double rarity(Set<String> ways) {
    var found = ways.stream().mapToInt(way -> frequency.getOrDefault(way, 0)).max().orElse(0);
    return Math.log(1 + (statements.size() + 1.0) / (found + 0.5));
  }
}
