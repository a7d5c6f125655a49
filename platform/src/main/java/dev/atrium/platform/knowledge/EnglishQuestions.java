package dev.atrium.platform.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads English questions: stemmed words, synonyms of one or more words, misspelt words mended. */
final class EnglishQuestions implements QuestionReader {
  private static final int SHORTEST_MENDED = 4;
  private static final Set<String> NUMBER_WORDS =
      Set.of(
          ("two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty"
                  + " fifty sixty seventy eighty ninety hundred thousand million")
              .split(" "));
  private static final Pattern HOW_MUCH =
      Pattern.compile("how much money", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("(?<=[a-z,] )[A-Z][a-z]{2,}");

  private final KnowledgeAnalyzer written;
  private final KnowledgeAnalyzer stems;
  private final Set<String> stopWords;
  private final Synonyms synonyms;

  EnglishQuestions(List<List<String>> synonyms) {
    this.written = KnowledgeAnalyzer.unstemmed(KnowledgeProfile.Language.ENGLISH);
    this.stems = KnowledgeAnalyzer.of(KnowledgeProfile.Language.ENGLISH);
    this.stopWords = StopWords.of(KnowledgeProfile.Language.ENGLISH);
    this.synonyms = new Synonyms(synonyms, stems::terms);
  }

  @Override
  public List<Concept> read(String question, Vocabulary vocabulary) {
    var words = written.terms(HOW_MUCH.matcher(question.replace('’', '\'')).replaceAll("how much"));
    var units = words.stream().map(word -> unit(word, vocabulary)).toList();
    var names = names(question);
    var concepts = new ArrayList<Concept>();
    for (var at = 0; at < words.size(); ) {
      var phrase = synonyms.longestAt(units, at);
      if (phrase.isPresent()) {
        concepts.add(Concept.of(synonyms.of(phrase.get())));
        at += phrase.get().size();
        continue;
      }
      if (!stopWords.contains(words.get(at))) {
        concepts.add(concept(words.get(at), units.get(at), names, vocabulary));
      }
      at++;
    }
    return concepts.stream().distinct().toList();
  }

  private static Concept concept(
      String word, String unit, Set<String> names, Vocabulary vocabulary) {
    if (NUMBER_WORDS.contains(word)) {
      return Concept.number(unit);
    }
    return names.contains(word) && vocabulary.frequency(unit) == 0
        ? Concept.unknownName(unit)
        : Concept.of(List.of(List.of(unit)));
  }

  /** Words with a capital that begin no sentence, in lower case. */
  private static Set<String> names(String question) {
    return NAME.matcher(question)
        .results()
        .map(name -> name.group().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private String unit(String word, Vocabulary vocabulary) {
    var stem = stem(word);
    var known =
        stopWords.contains(word)
            || word.length() < SHORTEST_MENDED
            || vocabulary.frequency(stem) > 0
            || synonyms.longestAt(List.of(stem), 0).isPresent();
    return known ? stem : vocabulary.nearest(word).map(this::stem).orElse(stem);
  }

  private String stem(String word) {
    var terms = stems.terms(word);
    return terms.isEmpty() ? word : terms.getFirst();
  }
}
