package dev.atrium.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrievalTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"harbor-bank, 0.88, 0.95", "yunlan-shop, 0.92, 0.97"})
  void search_goldenQuestions_findsTheirSource(String tenant, double first, double firstThree) {
    var pack = TenantPack.of(tenant);
    try (var store = new KnowledgeStore(folder)) {
      store.open(pack.id(), pack.profile());
      store.replaceAll(pack.id(), pack.documents());
      var ranks = new ArrayList<Integer>();
      for (var golden : pack.golden()) {
        if (golden.answerable()) {
          ranks.add(rank(store, pack.id(), golden));
        }
      }
      System.out.printf(
          "%s: %d questions, hit@1 %.3f, hit@3 %.3f%n",
          tenant, ranks.size(), share(ranks, 1), share(ranks, 3));
      assertThat(share(ranks, 1)).as("hit@1").isGreaterThanOrEqualTo(first);
      assertThat(share(ranks, 3)).as("hit@3").isGreaterThanOrEqualTo(firstThree);
    }
  }

  @ParameterizedTest
  @CsvSource({"en, 0.95", "zh, 0.935"})
  void search_xquadParagraphs_findsTheParagraph(String language, double floor) throws IOException {
    var file =
        Path.of(System.getProperty("atrium.shared", "../../shared"))
            .resolve("data/xquad-en-zh/xquad." + language + ".json.gz");
    assumeTrue(Files.exists(file), "XQuAD is not there: " + file);
    var tenant = new TenantId("xquad");
    var questions = new LinkedHashMap<String, String>();
    try (var store = new KnowledgeStore(folder)) {
      store.open(tenant, new KnowledgeProfile(KnowledgeProfile.Language.of(language), List.of()));
      store.replaceAll(tenant, paragraphs(file, questions));
      var ranks = questions.entrySet().stream().map(entry -> rank(store, tenant, entry)).toList();
      System.out.printf(
          "xquad %s: R@1 %.3f, R@5 %.3f%n", language, share(ranks, 1), share(ranks, 5));
      assertThat(share(ranks, 1)).isGreaterThanOrEqualTo(floor);
    }
  }

  private static List<KnowledgeDocument> paragraphs(Path file, Map<String, String> questions)
      throws IOException {
    var documents = new ArrayList<KnowledgeDocument>();
    try (var stream = new GZIPInputStream(Files.newInputStream(file))) {
      for (var article : new ObjectMapper().readTree(stream).get("data")) {
        for (var paragraph : article.get("paragraphs")) {
          var path = "p" + documents.size();
          documents.add(new KnowledgeDocument(path, paragraph.get("context").asText()));
          paragraph
              .get("qas")
              .forEach(question -> questions.put(question.get("question").asText(), path));
        }
      }
    }
    return documents;
  }

  private static int rank(KnowledgeStore store, TenantId tenant, Map.Entry<String, String> entry) {
    var documents =
        store.search(tenant, entry.getKey(), 50).stream()
            .map(passage -> passage.document())
            .distinct()
            .toList();
    return documents.indexOf(entry.getValue()) + 1;
  }

  private static int rank(KnowledgeStore store, TenantId tenant, TenantPack.GoldenQuestion golden) {
    var found = store.search(tenant, golden.question(), 10);
    for (var at = 0; at < found.size(); at++) {
      var passage = found.get(at);
      if (golden.sources().contains(passage.document() + "#" + passage.section())) {
        return at + 1;
      }
    }
    return 0;
  }

  private static double share(List<Integer> ranks, int limit) {
    return (double) ranks.stream().filter(rank -> rank > 0 && rank <= limit).count() / ranks.size();
  }
}
