package dev.atrium.platform.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads English questions: stemmed words, synonyms of one or more words, misspelt words mended. */
final class EnglishQuestions implements QuestionReader {
  private static final int SHORTEST_MENDED = 4;

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
    var words = written.terms(question.replace('’', '\''));
    var units = words.stream().map(word -> unit(word, vocabulary)).toList();
    var concepts = new ArrayList<Concept>();
    for (var at = 0; at < words.size(); ) {
      var phrase = synonyms.longestAt(units, at);
      if (phrase.isPresent()) {
        concepts.add(new Concept(synonyms.of(phrase.get())));
        at += phrase.get().size();
        continue;
      }
      if (!stopWords.contains(words.get(at))) {
        concepts.add(Concept.of(units.get(at)));
      }
      at++;
    }
    return concepts.stream().distinct().toList();
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
