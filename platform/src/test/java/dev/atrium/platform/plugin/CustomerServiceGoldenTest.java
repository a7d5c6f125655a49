package dev.atrium.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.knowledge.TenantPack.GoldenQuestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tenants' golden questions, whatever the model is worth. */
class CustomerServiceGoldenTest {
  private static final Map<String, UnaryOperator<String>> MODELS =
      Map.of(
          "rubbish", prompt -> "The moon is made of 7 green cheeses. 月亮是绿色的。",
          "ignorant", prompt -> prompt.startsWith("资料") ? "我不知道。" : "I don't know.",
          "echo", ScriptedModel::firstPassage,
          "liar", prompt -> ScriptedModel.firstPassage(prompt).replace('0', '7').replace('1', '9'),
          "silent", prompt -> "");

  @TempDir Path folder;

  static Stream<Arguments> tenantsAndModels() {
    return Stream.of("harbor-bank", "yunlan-shop")
        .flatMap(tenant -> MODELS.keySet().stream().map(model -> Arguments.of(tenant, model)));
  }

  @ParameterizedTest
  @MethodSource("tenantsAndModels")
  void golden_questions_areAnsweredWithTheirFactsOrHandedOver(String tenant, String model) {
    try (var desk = new HelpDesk(tenant, folder, new ScriptedModel(MODELS.get(model)))) {
      var wrong = new ArrayList<String>();
      var answered = new ArrayList<String>();
      var right = 0;
      var answerable = 0;
      for (var golden : desk.pack().golden()) {
        var said = desk.ask(golden.question());
        assertThat(said.outcome().failure()).as(golden.question()).isEmpty();
        assertCitationsAreTrue(desk, golden, said);
        if (!golden.answerable()) {
          if (!said.handedOver()) {
            answered.add(golden.id() + " " + golden.question() + " -> " + said.text());
          }
          continue;
        }
        answerable++;
        if (holdsTheFacts(golden, said.text())) {
          right++;
        } else {
          wrong.add(golden.id() + " " + golden.question() + " -> " + said.text());
        }
      }
      System.out.printf(
          "%s, %s model: %d of %d answers hold the facts (%.1f %%), %d foreign questions"
              + " answered%n",
          tenant, model, right, answerable, 100.0 * right / answerable, answered.size());
      assertThat(answered).as("foreign questions that were answered").isEmpty();
      assertThat(100.0 * right / answerable)
          .as("answers that hold the facts; those that don't: " + String.join("\n", wrong))
          .isGreaterThanOrEqualTo(90);
    }
  }

  /** The questions by which the thresholds were chosen; a test so that they stay chosen well. */
  @ParameterizedTest
  @CsvSource({"harbor-bank, en", "yunlan-shop, zh"})
  void heldOut_questions_areAnsweredOrHandedOver(String tenant, String language)
      throws IOException {
    try (var desk = new HelpDesk(tenant, folder, new ScriptedModel(MODELS.get("silent")))) {
      var own = 0;
      var right = 0;
      var foreign = 0;
      var answered = 0;
      for (var line : heldOut(language)) {
        var fact = line.substring(0, line.indexOf('\t'));
        var said = desk.ask(line.substring(line.indexOf('\t') + 1));
        own += fact.isEmpty() ? 0 : 1;
        right += !fact.isEmpty() && said.text().contains(fact) ? 1 : 0;
        foreign += fact.isEmpty() ? 1 : 0;
        answered += fact.isEmpty() && !said.handedOver() ? 1 : 0;
      }
      System.out.printf(
          "%s, held out: %d of %d answers hold the fact, %d of %d foreign questions answered%n",
          tenant, right, own, answered, foreign);
      assertThat((double) right / own).as("own questions answered").isGreaterThanOrEqualTo(0.8);
      assertThat((double) answered / foreign).as("foreign answered").isLessThanOrEqualTo(0.1);
    }
  }

  private static List<String> heldOut(String language) throws IOException {
    var name = "held-out-" + language + ".tsv";
    try (var stream = CustomerServiceGoldenTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static boolean holdsTheFacts(GoldenQuestion golden, String answer) {
    var text = answer.toLowerCase(Locale.ROOT);
    return golden.facts().stream()
            .allMatch(
                fact -> fact.stream().anyMatch(it -> text.contains(it.toLowerCase(Locale.ROOT))))
        && golden.forbidden().stream().noneMatch(it -> text.contains(it.toLowerCase(Locale.ROOT)));
  }

  /** A cited source exists and says the quote; if the answer holds the facts, it says one too. */
  private static void assertCitationsAreTrue(
      HelpDesk desk, GoldenQuestion golden, HelpDesk.Said said) {
    if (said.handedOver()) {
      assertThat(said.text()).isEmpty();
      assertThat(said.citations()).isEmpty();
      return;
    }
    for (var citation : said.citations()) {
      var document =
          desk.pack().documents().stream()
              .filter(it -> it.path().equals(citation.document()))
              .findFirst()
              .orElseThrow();
      assertThat(document.text()).contains(citation.quote());
      assertThat(document.text()).contains("## " + citation.section());
    }
    if (golden.answerable() && holdsTheFacts(golden, said.text())) {
      assertThat(said.citations()).as(golden.question()).isNotEmpty();
      var quotes = String.join("\n", said.citations().stream().map(it -> it.quote()).toList());
      assertThat(holdsTheFacts(golden, quotes)).as(golden.question() + quotes).isTrue();
    }
  }
}
