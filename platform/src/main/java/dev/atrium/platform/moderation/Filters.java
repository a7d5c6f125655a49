package dev.atrium.platform.moderation;

import dev.atrium.platform.moderation.LexiconStore.StoredLexicon;
import dev.atrium.platform.safety.Action;
import dev.atrium.platform.safety.ContentFilter;
import dev.atrium.platform.safety.Lexicon;
import dev.atrium.platform.safety.LexiconEntry;
import dev.atrium.platform.safety.LexiconReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A tenant's compiled filters. */
record Filters(Optional<ContentFilter> input, Optional<ContentFilter> output) {
  static final Filters NONE = new Filters(Optional.empty(), Optional.empty());

  /** Reads and compiles; one filter serves both stages if both have the same lexicons. */
  static Filters compile(List<StoredLexicon> stored) {
    var before = at("input", stored);
    var after = at("output", stored);
    var input = filter(before);
    return new Filters(input, before.equals(after) ? input : filter(after));
  }

  /** Reads one lexicon, its actions replaced. */
  static Lexicon read(String name, String content, Map<String, String> actions) {
    var lexicon = LexiconReader.parse(name, content);
    var entries = lexicon.entries().stream().map(entry -> acting(entry, actions)).toList();
    return new Lexicon(entries, lexicon.allowed());
  }

  private static LexiconEntry acting(LexiconEntry entry, Map<String, String> actions) {
    var action = actions.get(entry.category());
    return action == null
        ? entry
        : new LexiconEntry(
            entry.text(), entry.category(), Action.valueOf(action.toUpperCase(Locale.ROOT)));
  }

  private static List<StoredLexicon> at(String stage, List<StoredLexicon> stored) {
    return stored.stream().filter(lexicon -> lexicon.stages().contains(stage)).toList();
  }

  private static Optional<ContentFilter> filter(List<StoredLexicon> stored) {
    return stored.stream()
        .map(lexicon -> read(lexicon.name(), lexicon.content(), lexicon.actions()))
        .reduce(Lexicon::and)
        .map(ContentFilter::of);
  }
}
