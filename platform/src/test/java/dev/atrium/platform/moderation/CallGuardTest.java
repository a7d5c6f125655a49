package dev.atrium.platform.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.HandedOver;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.moderation.LexiconStore.StoredLexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallGuardTest {
  private static final String WORDS =
      "text,category,action\nbadword,abuse,block\ncasino,gambling,mask\nlottery,gambling,flag\n";
  private final List<Met> met = new ArrayList<>();
  private final List<CallEvent> left = new ArrayList<>();

  private CallGuard guard(List<String> stages, Map<String, String> actions) {
    var lexicon = new StoredLexicon("words.csv", WORDS, stages, actions);
    return new CallGuard(Filters.compile(List.of(lexicon)), met::addAll);
  }

  private CallGuard guard() {
    return guard(List.of("input", "output"), Map.of());
  }

  private static Prompt says(String text) {
    return new Prompt.Chat(List.of(new ChatMessage("user", text)));
  }

  @Test
  void aBlockedInputIsRefusedAndRecordedWithoutItsWords() {
    assertThatThrownBy(() -> guard().input(says("you b-a-d-w-o-r-d")))
        .hasMessageNotContaining("badword")
        .hasMessageContaining("content filter");

    assertThat(met).containsExactly(new Met("input", "abuse", "block", 1));
  }

  @Test
  void aMaskedInputGoesOnAsAsterisks() {
    assertThat(guard().input(says("the c4sino and the lottery")))
        .isEqualTo(says("the ****** and the lottery"));
  }

  @Test
  void anActionOfTheTenantsReplacesThatOfAnEntry() {
    assertThat(guard(List.of("input"), Map.of("abuse", "mask")).input("a badword"))
        .isEqualTo("a *******");
  }

  @Test
  void aStageWithoutALexiconIsOpen() {
    var guard = guard(List.of("output"), Map.of());

    assertThat(guard.input("badword")).isEqualTo("badword");
    assertThat(guard(List.of("input"), Map.of()).filtersOutput()).isFalse();
  }

  @Test
  void tokensAreRefused_sinceTheyCouldSayAnything() {
    assertThatThrownBy(() -> guard().input(new Prompt.Tokens(List.of(1))))
        .hasMessageContaining("send text");
  }

  @Test
  void noCharacterOfABlockedWordLeavesHoweverItComes() {
    var guard = guard();
    for (var letter : "fine so far badword and more".split("")) {
      guard.output(new TextDelta(letter, 1), left::add);
    }
    guard.outputEnds(left::add);

    assertThat(text(0)).isEqualTo("fine so far ");
    assertThat(guard.blocked(0)).isTrue();
    assertThat(met).containsExactly(new Met("output", "abuse", "block", 1));
  }

  @Test
  void answersToOnePromptAreFilteredEachByItself() {
    var guard = guard();
    guard.output(new TextDelta("bad", 1, 0, List.of()), left::add);
    guard.output(new TextDelta("word up", 1, 1, List.of()), left::add);
    guard.output(new TextDelta("word", 1, 0, List.of()), left::add);
    guard.outputEnds(left::add);

    assertThat(text(0)).isEmpty();
    assertThat(text(1)).isEqualTo("word up");
    assertThat(guard.blockedAnswers()).isEqualTo(1);
  }

  @Test
  void masksCountEveryTokenOnce() {
    var guard = guard();
    guard.output(new TextDelta("to the cas", 3), left::add);
    guard.output(new TextDelta("ino now", 2), left::add);
    guard.outputEnds(left::add);

    assertThat(text(0)).isEqualTo("to the ****** now");
    assertThat(left.stream().mapToInt(event -> ((TextDelta) event).tokens()).sum()).isEqualTo(5);
  }

  @Test
  void argumentsOfToolsAndWordsOfScenariosAreFilteredToo() {
    var guard = guard();
    guard.output(new ToolCalled(0, "a", "bet", "{\"at\":\"casino\"}", 4, 0), left::add);
    guard.output(new HandedOver("asked", "The casino calls."), left::add);

    assertThat(left)
        .containsExactly(
            new ToolCalled(0, "a", "bet", "{\"at\":\"******\"}", 4, 0),
            new HandedOver("asked", "The ****** calls."));
  }

  @Test
  void anOpenGuardPassesTheVeryEvent() {
    var event = new TextDelta("badword", 1);

    CallGuard.OPEN.output(event, left::add);

    assertThat(left.getFirst()).isSameAs(event);
  }

  private String text(int choice) {
    var text = new StringBuilder();
    left.stream()
        .map(TextDelta.class::cast)
        .filter(delta -> delta.choice() == choice)
        .forEach(delta -> text.append(delta.text()));
    return text.toString();
  }
}
