package dev.atrium.platform.knowledge;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.Passage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/** The Lucene index of one tenant. What is written is found by the next search. */
final class KnowledgeIndex implements AutoCloseable {
  static final String TEXT = "text";
  static final String SECTION = "section";
  static final String TITLE = "title";
  static final String WRITTEN = "written";

  /** The passages before and after it in its section. */
  static final String AROUND = "around";

  private static final String ID = "id";
  private static final String DOCUMENT = "document";
  private static final String FINGERPRINT = "fingerprint";
  private static final String FORMAT = "2";

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final KnowledgeProfile profile;
  private final KnowledgeAnalyzer analyzer;
  private final QuestionReader questions;

  private KnowledgeIndex(Path folder, KnowledgeProfile profile) throws IOException {
    this.profile = profile;
    this.analyzer = KnowledgeAnalyzer.of(profile.language());
    this.questions =
        switch (profile.language()) {
          case ENGLISH -> new EnglishQuestions(profile.synonyms());
          case CHINESE -> new ChineseQuestions(profile.synonyms());
        };
    this.directory = FSDirectory.open(folder);
    this.writer = new IndexWriter(directory, new IndexWriterConfig(fields()));
    this.searchers = new SearcherManager(writer, new SearcherFactory());
    emptyIfOther();
  }

  /** Opens or makes the index in a folder. One made for another language is emptied. */
  static KnowledgeIndex open(Path folder, KnowledgeProfile profile) {
    try {
      return new KnowledgeIndex(folder, profile);
    } catch (IOException failure) {
      throw broken(folder, failure);
    }
  }

  KnowledgeProfile profile() {
    return profile;
  }

  private Analyzer fields() {
    var written = KnowledgeAnalyzer.unstemmed(profile.language());
    return new PerFieldAnalyzerWrapper(analyzer, Map.of(WRITTEN, written));
  }

  private void emptyIfOther() throws IOException {
    var made = Map.of("format", FORMAT, "language", profile.language().code());
    var found = new TreeMap<String, String>();
    Optional.ofNullable(writer.getLiveCommitData())
        .ifPresent(data -> data.forEach(entry -> found.put(entry.getKey(), entry.getValue())));
    if (!found.equals(made)) {
      writer.deleteAll();
      writer.setLiveCommitData(made.entrySet());
      publish();
    }
  }

  /** Puts a document in the place of the one with its path. Does nothing if it hasn't changed. */
  synchronized void replace(KnowledgeDocument document) {
    write(() -> put(document));
  }

  /** Makes these all the documents; what hasn't changed is not written again. */
  synchronized void replaceAll(List<KnowledgeDocument> documents) {
    var paths = documents.stream().map(KnowledgeDocument::path).collect(Collectors.toSet());
    write(
        () -> {
          for (var path : documents()) {
            if (!paths.contains(path)) {
              writer.deleteDocuments(new Term(DOCUMENT, path));
            }
          }
          for (var document : documents) {
            put(document);
          }
        });
  }

  private void put(KnowledgeDocument document) throws IOException {
    var fingerprint = fingerprint(document);
    if (holds(new Term(FINGERPRINT, fingerprint))) {
      return;
    }
    var passages = PassageSplitter.split(document);
    var entries = new ArrayList<Document>();
    for (var at = 0; at < passages.size(); at++) {
      entries.add(entry(passages.get(at), around(passages, at), fingerprint));
    }
    writer.updateDocuments(new Term(DOCUMENT, document.path()), entries);
  }

  private static String around(List<Passage> passages, int at) {
    return Stream.of(at - 1, at + 1)
        .filter(other -> other >= 0 && other < passages.size())
        .map(passages::get)
        .filter(other -> other.section().equals(passages.get(at).section()))
        .map(Passage::text)
        .collect(Collectors.joining("\n"));
  }

  /** Deletes a document; false if there was none. */
  synchronized boolean delete(String path) {
    var document = new Term(DOCUMENT, path);
    if (!holds(document)) {
      return false;
    }
    write(() -> writer.deleteDocuments(document));
    return true;
  }

  /** The documents' paths. */
  SortedSet<String> documents() {
    return PassageSearch.with(
        searchers,
        searcher -> {
          var paths = new TreeSet<String>();
          var stored = searcher.storedFields();
          for (var hit : searcher.search(MatchAllDocsQuery.INSTANCE, Integer.MAX_VALUE).scoreDocs) {
            paths.add(stored.document(hit.doc, Set.of(DOCUMENT)).get(DOCUMENT));
          }
          return paths;
        });
  }

  private boolean holds(Term term) {
    return PassageSearch.with(searchers, searcher -> searcher.count(new TermQuery(term)) > 0);
  }

  /** The passages that fit a question best, best first. */
  List<Passage> search(String question, int limit) {
    return PassageSearch.with(
        searchers,
        searcher -> new PassageSearch(searcher, analyzer, questions).search(question, limit));
  }

  static Passage passage(Document entry) {
    return new Passage(
        entry.get(ID),
        entry.get(DOCUMENT),
        entry.get(SECTION),
        entry.get(TITLE),
        entry.get(TEXT),
        0,
        0);
  }

  private static Document entry(Passage passage, String around, String fingerprint) {
    var entry = new Document();
    entry.add(new StoredField(ID, passage.id()));
    entry.add(new StringField(DOCUMENT, passage.document(), Field.Store.YES));
    entry.add(new StringField(FINGERPRINT, fingerprint, Field.Store.NO));
    entry.add(new TextField(TITLE, passage.title(), Field.Store.YES));
    entry.add(new TextField(SECTION, passage.section(), Field.Store.YES));
    entry.add(new TextField(TEXT, passage.text(), Field.Store.YES));
    entry.add(new TextField(AROUND, around, Field.Store.YES));
    entry.add(new TextField(WRITTEN, passage.section() + " " + passage.text(), Field.Store.NO));
    return entry;
  }

  private static String fingerprint(KnowledgeDocument document) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(document.path().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of()
          .formatHex(digest.digest(document.text().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private void write(Write change) {
    try {
      change.run();
      publish();
    } catch (IOException failure) {
      throw broken(directory.getDirectory(), failure);
    }
  }

  private void publish() throws IOException {
    writer.commit();
    searchers.maybeRefreshBlocking();
  }

  private static AtriumException broken(Path folder, IOException failure) {
    return AtriumException.outside(
        "knowledge_unavailable",
        "The knowledge index in " + folder + " cannot be used: " + failure.getMessage() + ".",
        failure);
  }

  @Override
  public void close() {
    try (directory;
        writer) {
      searchers.close();
    } catch (IOException failure) {
      throw broken(directory.getDirectory(), failure);
    }
  }
}
