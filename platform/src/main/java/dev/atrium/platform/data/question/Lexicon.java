package dev.atrium.platform.data.question;

import dev.atrium.spi.data.DataSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the words of a layer's names mean, whole names and parts of them. */
final class Lexicon {
  private static final Set<String> SKIPPED = Set.of("of", "the", "a", "an", "'s", "in", "and");
  private static final double PART = 0.5;

  private static final double LIKENESS = 0.85;

  /** Words that people use for one another, whatever the data. */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("population", "residents", "inhabitants", "people"),
          List.of("salary", "pay", "wage", "income", "earnings", "earn"),
          List.of("price", "cost", "fee"),
          List.of("film", "movie"),
          List.of("city", "town"),
          List.of("sex", "gender"),
          List.of("employee", "worker", "staff"),
          List.of("phone", "telephone", "mobile"),
          List.of("nationality", "country", "nation"),
          List.of("revenue", "sales", "turnover"),
          List.of("title", "name"),
          List.of("company", "firm", "business"),
          List.of("detail", "information", "description"),
          List.of("birth", "birthday"),
          List.of("founded", "established", "creation", "opened"),
          List.of("address", "location", "live", "place"),
          List.of("enrollment", "enrolled", "registration", "registered"),
          List.of("homeland", "origin", "hometown"),
          List.of("kind", "type", "category"),
          List.of("quantity", "amount"),
          List.of("product", "item", "goods"),
          List.of("customer", "client", "buyer"),
          List.of("teacher", "instructor", "professor"),
          List.of("student", "pupil"),
          List.of("maker", "manufacturer"),
          List.of("seller", "vendor", "supplier"));

  private static final Map<String, List<String>> ALIKE = alike();

  private final Map<String, List<Meaning>> meanings = new HashMap<>();

  /**
   * A table or, if {@code column} is not empty, a column that words may name.
   *
   * @param score 1 for the whole name, less for a part of it
   */
  record Meaning(String table, String column, double score) {
    boolean isTable() {
      return column.isEmpty();
    }
  }

  Lexicon(DataSchema layer) {
    for (var table : layer.tables()) {
      learn(table.label(), table.name(), "", 1);
      table.synonyms().forEach(word -> learn(word, table.name(), "", 1));
      var words = stems(table.label());
      if (words.size() > 1) {
        put(words.subList(words.size() - 1, words.size()), new Meaning(table.name(), "", 0.7));
        put(words.subList(0, 1), new Meaning(table.name(), "", 0.4));
      }
      for (var column : table.columns()) {
        learn(column.label(), table, column.name());
        column.synonyms().forEach(word -> learn(word, table.name(), column.name(), 1));
      }
    }
    meanings.replaceAll(
        (key, found) ->
            found.stream().sorted(Comparator.comparingDouble(Meaning::score).reversed()).toList());
  }

  private static Map<String, List<String>> alike() {
    Map<String, List<String>> alike = new HashMap<>();
    for (var group : GROUPS) {
      var stems = group.stream().map(Token::stem).distinct().toList();
      stems.forEach(one -> alike.put(one, stems));
    }
    return alike;
  }

  List<Meaning> find(List<String> stems) {
    var found = meanings.get(String.join(" ", stems));
    if (found != null) {
      return found;
    }
    for (var other : ALIKE.getOrDefault(stems.getLast(), List.of())) {
      var swapped = new ArrayList<>(stems);
      swapped.set(stems.size() - 1, other);
      var alike = meanings.get(String.join(" ", swapped));
      if (alike != null) {
        return alike.stream()
            .map(one -> new Meaning(one.table(), one.column(), one.score() * LIKENESS))
            .toList();
      }
    }
    return List.of();
  }

  /** The stems of a name without the small words in it. */
  static List<String> stems(String name) {
    return Token.of(name).stream()
        .filter(token -> token.kind() != Token.Kind.MARK && !SKIPPED.contains(token.lower()))
        .map(Token::stem)
        .toList();
  }

  static boolean skipped(Token token) {
    return SKIPPED.contains(token.lower());
  }

  private void learn(String label, DataSchema.Table table, String column) {
    learn(label, table.name(), column, 1);
    var words = new ArrayList<>(stems(label));
    var own = stems(table.label());
    var bare = new ArrayList<>(words);
    bare.removeAll(own);
    if (!bare.isEmpty() && bare.size() < words.size()) {
      put(bare, new Meaning(table.name(), column, 0.95));
    }
    if (words.size() > 1) {
      parts(words, table.name(), column);
    }
    var qualified = new ArrayList<>(own);
    qualified.addAll(words);
    put(qualified, new Meaning(table.name(), column, 1));
    if (!own.isEmpty()) {
      var headed = new ArrayList<>(own.subList(own.size() - 1, own.size()));
      headed.addAll(words);
      put(headed, new Meaning(table.name(), column, 1));
    }
  }

  private void parts(List<String> words, String table, String column) {
    for (int at = 1; at < words.size(); at++) {
      put(words.subList(at, words.size()), new Meaning(table, column, 0.6 + 0.2 / at));
      put(words.subList(0, at), new Meaning(table, column, 0.5 + 0.1 * at / words.size()));
    }
    for (var word : words) {
      put(List.of(word), new Meaning(table, column, PART));
    }
    counts(words, table, column);
    if (words.size() == 2) {
      put(words.reversed(), new Meaning(table, column, 0.9));
    }
  }

  /** "number of rooms" for a room count. */
  private void counts(List<String> words, String table, String column) {
    if (words.getLast().equals("count")) {
      var number = new ArrayList<>(List.of("number"));
      number.addAll(words.subList(0, words.size() - 1));
      put(number, new Meaning(table, column, 0.95));
    }
  }

  private void learn(String label, String table, String column, double score) {
    put(stems(label), new Meaning(table, column, score));
  }

  private void put(List<String> stems, Meaning meaning) {
    if (stems.isEmpty()) {
      return;
    }
    var known = meanings.computeIfAbsent(String.join(" ", stems), none -> new ArrayList<>());
    var same =
        known.stream()
            .filter(
                one -> one.table().equals(meaning.table()) && one.column().equals(meaning.column()))
            .findFirst();
    if (same.isEmpty()) {
      known.add(meaning);
    } else if (same.get().score() < meaning.score()) {
      known.remove(same.get());
      known.add(meaning);
    }
  }
}
