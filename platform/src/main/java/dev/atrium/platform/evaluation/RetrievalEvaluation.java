package dev.atrium.platform.evaluation;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.knowledge.KnowledgeDocument;
import dev.atrium.platform.knowledge.KnowledgeProfile;
import dev.atrium.platform.knowledge.KnowledgeStore;
import dev.atrium.platform.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measures the search that tenants' knowledge is searched with. */
public final class RetrievalEvaluation {
  private static final TenantId TENANT = new TenantId("evaluation");
  private static final int SEARCHED = 20;
  private static final int RANKED = 10;
  private static final int WARM_UP = 100;
  private static final double MOSTLY_CHINESE = 0.2;
  private static final int LOOKED_AT = 1000;

  private final Path folder;
  private final Optional<KnowledgeProfile.Language> language;

  /** A passage to be found. */
  public record PassageText(String id, String text) {}

  /** A question and the ids of the passages that answer it. */
  public record Question(String text, Set<String> relevant) {}

  /**
   * @param folder for the index; empty
   * @param language of the passages; found by their characters if empty
   */
  public RetrievalEvaluation(Path folder, Optional<KnowledgeProfile.Language> language) {
    this.folder = folder;
    this.language = language;
  }

  public RetrievalFigures run(List<PassageText> passages, List<Question> questions) {
    var spoken = language.orElseGet(() -> languageOf(passages));
    var places = places(passages);
    questions.forEach(question -> check(question, places));
    try (var store = new KnowledgeStore(folder)) {
      store.open(TENANT, new KnowledgeProfile(spoken, List.of()));
      var begin = System.nanoTime();
      store.replaceAll(TENANT, documents(passages));
      var seconds = (System.nanoTime() - begin) / 1e9;
      var searches = new ArrayList<RetrievalFigures.Search>();
      for (var question : questions) {
        searches.add(search(store, question, passages));
      }
      return RetrievalFigures.of(passages.size(), spoken.code(), searches, WARM_UP, seconds);
    }
  }

  private static Map<String, Integer> places(List<PassageText> passages) {
    var places = new HashMap<String, Integer>();
    for (var at = 0; at < passages.size(); at++) {
      if (places.put(passages.get(at).id(), at) != null) {
        throw AtriumException.caller(
            "passage_twice", "Two passages have the id \"" + passages.get(at).id() + "\".");
      }
    }
    return places;
  }

  private static void check(Question question, Map<String, Integer> places) {
    for (var id : question.relevant()) {
      if (!places.containsKey(id)) {
        throw AtriumException.caller(
            "passage_unknown", "A question names the passage \"" + id + "\", which is not there.");
      }
    }
  }

  /** One document for each passage, named by its place: ids may be anything. */
  private static List<KnowledgeDocument> documents(List<PassageText> passages) {
    var documents = new ArrayList<KnowledgeDocument>(passages.size());
    for (var passage : passages) {
      documents.add(new KnowledgeDocument(Integer.toString(documents.size()), passage.text()));
    }
    return documents;
  }

  private static RetrievalFigures.Search search(
      KnowledgeStore store, Question question, List<PassageText> passages) {
    var begin = System.nanoTime();
    var found = store.search(TENANT, question.text(), SEARCHED);
    var millis = (System.nanoTime() - begin) / 1e6;
    var ids =
        found.stream()
            .map(passage -> passages.get(Integer.parseInt(passage.document())).id())
            .distinct()
            .limit(RANKED)
            .toList();
    for (var at = 0; at < ids.size(); at++) {
      if (question.relevant().contains(ids.get(at))) {
        return new RetrievalFigures.Search(at + 1, millis);
      }
    }
    return new RetrievalFigures.Search(0, millis);
  }

  private static KnowledgeProfile.Language languageOf(List<PassageText> passages) {
    var characters = new long[2];
    passages.stream()
        .limit(LOOKED_AT)
        .flatMapToInt(passage -> passage.text().codePoints())
        .filter(Character::isLetter)
        .forEach(letter -> characters[Character.isIdeographic(letter) ? 1 : 0]++);
    return characters[1] > MOSTLY_CHINESE * (characters[0] + characters[1])
        ? KnowledgeProfile.Language.CHINESE
        : KnowledgeProfile.Language.ENGLISH;
  }
}
