package dev.atrium.platform.knowledge;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.Passage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
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
  private static final int RERANKED = 10;
  private static final double COVERAGE_BASE = 0.2;

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
    var concepts = questions.read(question, new IndexVocabulary(searcher));
    if (concepts.isEmpty()) {
      return List.of();
    }
    var weights = concepts.stream().mapToDouble(this::weight).toArray();
    var passages = new ArrayList<Passage>();
    var stored = searcher.storedFields();
    for (var hit : searcher.search(query(concepts), limit + RERANKED).scoreDocs) {
      passages.add(
          rated(KnowledgeIndex.passage(stored.document(hit.doc)), hit.score, concepts, weights));
    }
    return passages.stream()
        .sorted(Comparator.comparingDouble(Passage::score).reversed())
        .limit(limit)
        .toList();
  }

  /** Passages that hold more of the question go before those that repeat a part of it. */
  private Passage rated(Passage passage, double score, List<Concept> concepts, double[] weights) {
    var whole = coverage(passage, List.of(passage.text()), concepts, weights);
    var sentences = PassageSplitter.sentences(passage.text());
    return new Passage(
        passage.id(),
        passage.document(),
        passage.section(),
        passage.title(),
        passage.text(),
        score * (COVERAGE_BASE + whole),
        coverage(passage, sentences, concepts, weights));
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

  /** The share of the question that the headings and the fittest of some texts hold. */
  private double coverage(
      Passage passage, List<String> texts, List<Concept> concepts, double[] weights) {
    var headings = analyzer.terms(passage.section() + "\n" + passage.title());
    return texts.stream()
        .map(analyzer::terms)
        .map(HashSet::new)
        .peek(terms -> terms.addAll(headings))
        .mapToDouble(terms -> coverage(terms, concepts, weights))
        .max()
        .orElse(0);
  }

  private static double coverage(Set<String> terms, List<Concept> concepts, double[] weights) {
    var covered = 0.0;
    for (var at = 0; at < weights.length; at++) {
      covered += says(terms, concepts.get(at)) ? weights[at] : 0;
    }
    var all = DoubleStream.of(weights).sum();
    return all == 0 ? 0 : covered / all;
  }

  private static boolean says(Set<String> terms, Concept concept) {
    return concept.phrases().stream().anyMatch(terms::containsAll);
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
        .build();
  }

  private static Query in(String field, List<String> phrase) {
    return phrase.size() == 1
        ? new TermQuery(new Term(field, phrase.getFirst()))
        : new PhraseQuery(1, field, phrase.toArray(String[]::new));
  }
}
