package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.knowledge.TenantPack;
import dev.atrium.platform.knowledge.TenantPack.GoldenQuestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped tenants' golden questions, asked over HTTP of the shipped model. */
class ShippedGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path data;
  private static NodeUnderTest node;

  private record Said(GoldenQuestion golden, JsonNode answer) {
    boolean handedOver() {
      return answer.hasNonNull("handedOver");
    }

    boolean right() {
      return holds(golden, answer.get("text").asText());
    }

    boolean cites() {
      return !answer.get("citations").isEmpty();
    }
  }

  @BeforeAll
  static void start() {
    node = NodeUnderTest.start(data);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"harbor-bank", "yunlan-shop"})
  void goldenQuestions_areAnsweredTruthfullyOrHandedOver(String tenant) {
    var pack = TenantPack.of(tenant);
    var said = pack.golden().parallelStream().map(golden -> ask(tenant, golden)).toList();
    said.forEach(answer -> assertCitationsAreTrue(pack, answer));
    var unanswerable = said.stream().filter(answer -> !answer.golden().answerable()).toList();
    assertThat(unanswerable).isNotEmpty().allMatch(Said::handedOver);
    var answerable = said.stream().filter(answer -> answer.golden().answerable()).toList();
    var wrong = answerable.stream().filter(answer -> !answer.right()).toList();
    assertThat(100.0 * (answerable.size() - wrong.size()) / answerable.size())
        .as("answers that hold their facts; those that do not: %s", ids(wrong))
        .isGreaterThanOrEqualTo(90);
  }

  private static Said ask(String tenant, GoldenQuestion golden) {
    try {
      var body = JSON.writeValueAsString(Map.of("text", golden.question()));
      var conversation = UUID.randomUUID();
      var path = "/v1/scenarios/customer-service/conversations/" + conversation + "/messages";
      return new Said(golden, json(node.post(path, node.key(tenant), body)));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A cited source exists and says its quote; a right answer's quotes hold its facts. */
  private static void assertCitationsAreTrue(TenantPack pack, Said said) {
    var quotes = new StringBuilder();
    for (var citation : said.answer().get("citations")) {
      var document =
          pack.documents().stream()
              .filter(one -> one.path().equals(citation.get("document").asText()))
              .findFirst()
              .orElseThrow();
      var quote = citation.get("quote").asText();
      assertThat(document.text()).contains(quote);
      assertThat(document.text()).contains("## " + citation.get("section").asText());
      quotes.append(quote).append('\n');
    }
    if (said.golden().answerable() && said.right()) {
      assertThat(said.cites()).as(said.golden().question()).isTrue();
      assertThat(holds(said.golden(), quotes.toString())).as(said.golden().question()).isTrue();
    }
  }

  private static boolean holds(GoldenQuestion golden, String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return golden.facts().stream()
            .allMatch(fact -> fact.stream().anyMatch(words -> occurs(words, lower)))
        && golden.forbidden().stream().noneMatch(words -> occurs(words, lower));
  }

  /** Words that begin or end in a digit mean the whole number. */
  private static boolean occurs(String words, String lowerText) {
    var wanted = words.toLowerCase(Locale.ROOT);
    for (int at = lowerText.indexOf(wanted); at >= 0; at = lowerText.indexOf(wanted, at + 1)) {
      if (!cutsANumber(lowerText, at, at + wanted.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean cutsANumber(String text, int from, int to) {
    boolean before = Character.isDigit(text.charAt(from)) && from > 0 && numeric(text, from - 1);
    boolean after =
        Character.isDigit(text.charAt(to - 1)) && to < text.length() && numeric(text, to);
    return before || after;
  }

  /** A digit, or a mark between two digits. */
  private static boolean numeric(String text, int at) {
    char mark = text.charAt(at);
    boolean between =
        at > 0
            && at + 1 < text.length()
            && Character.isDigit(text.charAt(at - 1))
            && Character.isDigit(text.charAt(at + 1));
    return Character.isDigit(mark) || ((mark == '.' || mark == ',') && between);
  }

  private static List<String> ids(List<Said> answers) {
    return answers.stream().map(answer -> answer.golden().id()).toList();
  }
}
