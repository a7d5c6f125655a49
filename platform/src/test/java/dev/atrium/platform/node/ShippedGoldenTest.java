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
import org.junit.jupiter.api.Test;
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

  @Test
  void questionsOfData_getTheirFigures_andNothingElseIsAnswered() {
    var said =
        DataQuestion.of("halden-trading").parallelStream().map(ShippedGoldenTest::ask).toList();
    var answered = said.stream().filter(one -> !one.golden().answerable());
    assertThat(answered).isNotEmpty().allMatch(one -> one.result().isEmpty());
    var answerable = said.stream().filter(one -> one.golden().answerable()).toList();
    var wrong =
        answerable.stream()
            .filter(one -> !holds(one.golden().facts(), one.golden().forbidden(), one.result()))
            .map(one -> one.golden().id() + " " + one.golden().question())
            .toList();
    assertThat(100.0 * (answerable.size() - wrong.size()) / answerable.size())
        .as("answers that hold their figures; those that do not: %s", wrong)
        .isGreaterThanOrEqualTo(95);
  }

  /**
   * What came for a question of data.
   *
   * @param result the table; empty if none was shown
   */
  private record DataAnswer(DataQuestion golden, String result) {}

  private static DataAnswer ask(DataQuestion golden) {
    var conversation = UUID.randomUUID();
    golden.after().forEach(earlier -> say("halden-trading", "data", conversation, earlier));
    var text = say("halden-trading", "data", conversation, golden.question()).get("text").asText();
    return new DataAnswer(golden, text.startsWith("|") ? text.split("\n\n")[0] : "");
  }

  private static Said ask(String tenant, GoldenQuestion golden) {
    var answer = say(tenant, "customer-service", UUID.randomUUID(), golden.question());
    return new Said(golden, answer);
  }

  private static JsonNode say(String tenant, String scenario, UUID conversation, String text) {
    try {
      var body = JSON.writeValueAsString(Map.of("text", text));
      var path = "/v1/scenarios/" + scenario + "/conversations/" + conversation + "/messages";
      return json(node.post(path, node.key(tenant), body));
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
    return holds(golden.facts(), golden.forbidden(), text);
  }

  private static boolean holds(List<List<String>> facts, List<String> forbidden, String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return facts.stream().allMatch(fact -> fact.stream().anyMatch(words -> occurs(words, lower)))
        && forbidden.stream().noneMatch(words -> occurs(words, lower));
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
