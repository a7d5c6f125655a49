package dev.atrium.platform.data.question;

import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.Interpretation.Ambiguous;
import java.util.List;
import java.util.Optional;

/** Finds a word that means columns of several tables while nothing else says which. */
final class Ambiguity {
  private static final double WHOLE_NAME = 0.95;
  private static final int MOST_MEANINGS = 5;

  private Ambiguity() {}

  static Optional<Ambiguous> find(
      Draft draft, List<Token> tokens, String question, DataSchema layer) {
    if (!draft.tables.isEmpty() || !draft.conditions.isEmpty() || draft.shown.size() != 1) {
      return Optional.empty();
    }
    return draft.shown.getFirst().of().flatMap(ref -> find(ref, tokens, question, layer));
  }

  private static Optional<Ambiguous> find(
      Draft.Ref ref, List<Token> tokens, String question, DataSchema layer) {
    var tables =
        ref.meanings().stream()
            .filter(one -> !one.isTable() && one.score() >= WHOLE_NAME)
            .map(Lexicon.Meaning::table)
            .distinct()
            .limit(MOST_MEANINGS)
            .toList();
    if (tables.size() < 2 || ref.meanings().getFirst().isTable()) {
      return Optional.empty();
    }
    var word = tokens.get(ref.at()).text();
    var labels =
        tables.stream()
            .map(name -> layer.table(name).map(DataSchema.Table::label).orElse(name))
            .toList();
    var bare = question.strip().replaceAll("[?？.。!！]+$", "");
    return Optional.of(
        new Ambiguous(
            word,
            labels.stream().map(label -> label + " " + word).toList(),
            labels.stream().map(label -> bare + " of " + label + "?").toList()));
  }
}
