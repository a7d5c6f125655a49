package dev.atrium.platform.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.IndexSearcher;

/** The vocabulary of an index as it is now. */
final class IndexVocabulary implements Vocabulary {
  private static final int LENGTH_FOR_TWO_EDITS = 8;
  private static final int SURE_LETTERS = 1;

  private final IndexSearcher searcher;

  IndexVocabulary(IndexSearcher searcher) {
    this.searcher = searcher;
  }

  @Override
  public int frequency(String term) {
    try {
      var reader = searcher.getIndexReader();
      return Math.max(
          reader.docFreq(new Term(KnowledgeIndex.TEXT, term)),
          reader.docFreq(new Term(KnowledgeIndex.SECTION, term)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Optional<String> nearest(String word) {
    try {
      return nearest(word, word.length() < LENGTH_FOR_TWO_EDITS ? 1 : 2);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Optional<String> nearest(String word, int edits) throws IOException {
    var terms = MultiTerms.getTerms(searcher.getIndexReader(), KnowledgeIndex.WRITTEN);
    if (terms == null) {
      return Optional.empty();
    }
    var near =
        new FuzzyTermsEnum(
            terms, new Term(KnowledgeIndex.WRITTEN, word), edits, SURE_LETTERS, true);
    var best = Optional.<String>empty();
    var likelihood = 0.0;
    for (var term = near.next(); term != null; term = near.next()) {
      var candidate = near.getBoost() + near.docFreq() * 1e-6;
      if (candidate > likelihood) {
        likelihood = candidate;
        best = Optional.of(term.utf8ToString());
      }
    }
    return best;
  }
}
