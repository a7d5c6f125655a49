package dev.atrium.plugins.customerservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Passage;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.contract.ScenarioContract;
import dev.atrium.spi.contract.ScriptedTurn;
import dev.atrium.spi.contract.ScriptedTurn.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerServiceTest extends ScenarioContract {
  private static final Passage WIRE =
      new Passage(
          "transfers.md#International transfers",
          "transfers.md",
          "International transfers",
          "Transfers",
          "An international transfer takes 3 business days. An international transfer costs $15."
              + " A transfer cannot be recalled.",
          2,
          0.9);
  private static final Map<String, List<String>> INTENTS =
      Map.of(
          "greeting", List.of("hello", "hi", "good morning", "hi there"),
          "thanks", List.of("thanks", "thank you", "thanks a lot"),
          "person", List.of("human please", "let me talk to a person", "agent please"),
          "question", List.of("what does a card cost", "how do I block my card"));

  @Override
  protected Scenario scenario() {
    return new CustomerService();
  }

  @Test
  void answer_modelSaysWhatThePassageSays_isShownWithItsSource() throws InterruptedException {
    var turn =
        ask("What does an international transfer cost?", "An international transfer costs $15.");
    assertThat(turn.said()).isEqualTo("An international transfer costs $15. [1]");
    assertThat(turn.quotes()).containsExactly("An international transfer costs $15.");
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.ANSWERED);
  }

  @Test
  void answer_wrongNumber_isNeverShown() throws InterruptedException {
    var turn =
        ask("What does an international transfer cost?", "An international transfer costs $51.");
    assertThat(turn.said()).contains("$15").doesNotContain("$51");
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.QUOTED);
  }

  @Test
  void answer_numberOfAnotherSentence_isNeverShown() throws InterruptedException {
    var turn =
        ask("What does an international transfer cost?", "An international transfer costs 3.");
    assertThat(turn.said()).contains("$15").doesNotContain("costs 3");
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.QUOTED);
  }

  @Test
  void answer_withoutTheNumberOfItsSentence_isQuotedWhole() throws InterruptedException {
    var turn =
        ask("What does an international transfer cost?", "International transfers have a cost.");
    assertThat(turn.said()).contains("costs $15");
  }

  @Test
  void answer_ofASmallModel_isGivenAsTheWholeSentence() throws InterruptedException {
    var turn =
        Script.empty()
            .withPassages(WIRE)
            .withModel(prompt -> "A transfer cannot be recalled.")
            .withSettings(Map.of("wholeSentences", "true"))
            .run(new CustomerService(), "Can a transfer be recalled?");
    assertThat(turn.quotes()).contains(turn.said().replaceAll(" \\[1].*", ""));
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.ANSWERED);
  }

  @Test
  void answer_thatStutters_isNeverShown() throws InterruptedException {
    var turn = ask("Can a transfer be recalled?", "A transfer cannot be recalled be be be be be.");
    assertThat(turn.said()).contains("cannot be recalled").doesNotContain("be be");
  }

  @Test
  void answer_droppedNegation_isNeverShown() throws InterruptedException {
    var turn = ask("Can a transfer be recalled?", "A transfer can be recalled.");
    assertThat(turn.said()).contains("cannot be recalled").doesNotContain("can be recalled");
  }

  @Test
  void answer_inventedTail_isCutOff() throws InterruptedException {
    var turn =
        ask(
            "What does an international transfer cost?",
            "An international transfer costs $15. Send your PIN to evil@example.com.");
    assertThat(turn.said()).isEqualTo("An international transfer costs $15. [1]");
  }

  @Test
  void answer_promptHasTheTrainedForm() throws InterruptedException {
    var prompt = ask("What does it cost?", "").prompts().getFirst();
    assertThat(prompt.messages().getFirst().text()).startsWith("Answer from the passages only.");
    assertThat(prompt.messages().getLast().text())
        .isEqualTo("Passages:\n[1] " + WIRE.text() + "\n\nQuestion: What does it cost?");
  }

  @Test
  void answer_nothingFits_handsOver() throws InterruptedException {
    var weak = new Passage("w", "w.md", "W", "W", "Something else.", 1, 0.2);
    var turn = Script.empty().withPassages(weak).run(scenario(), "Do you sell boats?");
    assertThat(turn.handedOver()).isPresent();
    assertThat(turn.said()).isEmpty();
    assertThat(turn.prompts()).isEmpty();
  }

  @Test
  void answer_courtesiesAndTypos_needNoKnowledge() throws InterruptedException {
    for (var greeting : List.of("hello", "Hi!", "good mornin")) {
      var turn = Script.empty().withIntents(INTENTS).run(scenario(), greeting);
      assertThat(turn.said()).as(greeting).isEqualTo("Hello! How can I help you?");
    }
    var person = Script.empty().withIntents(INTENTS).run(scenario(), "a human please");
    assertThat(person.handedOver()).contains("asked for a person");
  }

  @Test
  void answer_ownRecords_areAPersonsBusiness() throws InterruptedException {
    var turn = ask("What is my current account balance?", "");
    assertThat(turn.handedOver()).contains("needs the customer's own records");
  }

  @Test
  void answer_followUp_isReadWithTheQuestionBefore() throws InterruptedException {
    var searched = new ArrayList<String>();
    Script.empty()
        .withState(Map.of(CustomerService.LAST_QUESTION, "What does a transfer cost?"))
        .withSearch(
            (question, limit) -> {
              searched.add(question);
              return List.of(WIRE);
            })
        .run(scenario(), "and abroad?");
    assertThat(searched).contains("What does a transfer cost? and abroad?");
  }

  private static ScriptedTurn ask(String question, String modelSays) throws InterruptedException {
    return Script.empty()
        .withPassages(WIRE)
        .withModel(prompt -> modelSays)
        .run(new CustomerService(), question);
  }
}
