package dev.atrium.platform.knowledge;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.Passage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;

/** One search of one tenant's knowledge. */
final class PassageSearch {
  /* Boosts and base were chosen on XQuAD and the shipped tenants: RetrievalTest holds the result. */
  private static final float SECTION_BOOST = 0.8f;
  private static final float TITLE_BOOST = 0.4f;
  private static final float SYNONYM_BOOST = 0.7f;
  private static final float PAIR_BOOST = 0.3f;
  private static final int RERANKED = 20;
  private static final float AROUND_BOOST = 0.3f;
  private static final double BASE = 0.1;
  private static final double SENTENCE_WEIGHT = 0.3;
  private static final double NEAR_WEIGHT = 0.5;

  private final IndexSearcher searcher;
  private final KnowledgeAnalyzer analyzer;
  private final QuestionReader questions;

  PassageSearch(IndexSearcher searcher, KnowledgeAnalyzer analyzer, QuestionReader questions) {
    this.searcher = searcher;
    this.analyzer = analyzer;
    this.questions = questions;
  }

  /** Reads from an index. */
  interface Reading<T> {
    T read(IndexSearcher searcher) throws IOException;
  }

  /** Lends a searcher of the newest state. */
  static <T> T with(SearcherManager searchers, Reading<T> reading) {
    try {
      var searcher = searchers.acquire();
      try {
        return reading.read(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException failure) {
      throw AtriumException.outside(
          "knowledge_unavailable", "The knowledge index cannot be read.", failure);
    }
  }

  List<Passage> search(String question, int limit) throws IOException {
    return candidates(question, limit + RERANKED).stream()
        .sorted(Comparator.comparingDouble(Candidate::score).reversed())
        .limit(limit)
        .map(Candidate::passage)
        .toList();
  }

  /** A passage with what is known of its fitness. */
  private record Candidate(Passage found, double points, PassageRating.Shares shares) {
    /** Passages that say more of the question go before those that repeat a part of it. */
    double score() {
      var said = BASE + shares.around();
      return points
          * (said * said)
          * (1 + SENTENCE_WEIGHT * shares.sentence())
          * (1 + NEAR_WEIGHT * shares.near());
    }

    Passage passage() {
      return new Passage(
          found.id(),
          found.document(),
          found.section(),
          found.title(),
          found.text(),
          score(),
          shares.sentence());
    }
  }

  private List<Candidate> candidates(String question, int limit) throws IOException {
    var concepts = questions.read(question, new IndexVocabulary(searcher));
    if (concepts.isEmpty()) {
      return List.of();
    }
    var weights = concepts.stream().mapToDouble(this::weight).toArray();
    var rating = new PassageRating(analyzer, concepts, weights);
    var candidates = new ArrayList<Candidate>();
    var stored = searcher.storedFields();
    for (var hit : searcher.search(query(concepts), limit).scoreDocs) {
      var entry = stored.document(hit.doc);
      var passage = KnowledgeIndex.passage(entry);
      var shares = rating.of(passage, entry.get(KnowledgeIndex.AROUND));
      candidates.add(new Candidate(passage, hit.score, shares));
    }
    return candidates;
  }

  private double weight(Concept concept) {
    var found = concept.phrases().stream().mapToInt(this::frequency).max().orElse(0);
    var all = searcher.getIndexReader().numDocs();
    return concept.emphasis() * Math.log(1 + (all - found + 0.5) / (found + 0.5));
  }

  private int frequency(List<String> phrase) {
    var vocabulary = new IndexVocabulary(searcher);
    return phrase.stream().mapToInt(vocabulary::frequency).min().orElse(0);
  }

  private static Query query(List<Concept> concepts) {
    var all = new BooleanQuery.Builder();
    for (var concept : concepts) {
      all.add(query(concept), Occur.SHOULD);
      var own = concept.phrases().getFirst();
      if (own.size() > 1) {
        own.forEach(
            term -> all.add(new BoostQuery(anywhere(List.of(term)), PAIR_BOOST), Occur.SHOULD));
      }
    }
    return all.build();
  }

  private static Query query(Concept concept) {
    var ways = new ArrayList<Query>();
    for (var phrase : concept.phrases()) {
      var boost = ways.isEmpty() ? 1 : SYNONYM_BOOST;
      ways.add(new BoostQuery(anywhere(phrase), boost));
    }
    return new DisjunctionMaxQuery(ways, 0);
  }

  private static Query anywhere(List<String> phrase) {
    return new BooleanQuery.Builder()
        .add(in(KnowledgeIndex.TEXT, phrase), Occur.SHOULD)
        .add(new BoostQuery(in(KnowledgeIndex.SECTION, phrase), SECTION_BOOST), Occur.SHOULD)
        .add(new BoostQuery(in(KnowledgeIndex.TITLE, phrase), TITLE_BOOST), Occur.SHOULD)
        .add(new BoostQuery(in(KnowledgeIndex.AROUND, phrase), AROUND_BOOST), Occur.SHOULD)
        .build();
  }

  private static Query in(String field, List<String> phrase) {
    return phrase.size() == 1
        ? new TermQuery(new Term(field, phrase.getFirst()))
        : new PhraseQuery(1, field, phrase.toArray(String[]::new));
  }
}
