package dev.atrium.platform.training.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.training.corpus.Dialogue.Role;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExercisesTest {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final Exercises exercises = Exercises.training(Corpus.invented());

  @ParameterizedTest
  @EnumSource(Language.class)
  void reading_anyQuestion_isAnsweredByASentenceOfThePassages(Language language) {
    var random = new SplittableRandom(1);
    for (var i = 0; i < 300; i++) {
      var dialogue = exercises.reading(random, language);
      assertThat(dialogue.prompt().getLast().text()).contains(dialogue.answer());
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void shortening_anyQuestion_isAnsweredByFewWordsThatInventNothing(Language language) {
    var advanced = Exercises.advanced(Corpus.invented());
    var random = new SplittableRandom(4);
    for (var i = 0; i < 300; i++) {
      var dialogue = advanced.shortening(random, language);
      var passages = dialogue.prompt().getLast().text();
      assertThat(dialogue.answer()).isNotBlank().hasSizeLessThan(passages.length() / 2);
      assertThat(DIGITS.matcher(dialogue.answer()).results())
          .allSatisfy(number -> assertThat(passages).contains(number.group()));
    }
  }

  @Test
  void draw_advanced_asksForShortAnswersNowAndThen() {
    var advanced = Exercises.advanced(Corpus.invented());
    var random = new SplittableRandom(5);
    var brief =
        IntStream.range(0, 1000)
            .filter(
                i ->
                    advanced.draw(random, 1).turns().getFirst().text().contains("few words")
                        || advanced.draw(random, 1).turns().getFirst().text().contains("越短越好"))
            .count();
    assertThat(brief).isBetween(100L, 400L);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void refusing_anyQuestion_saysSo(Language language) {
    var dialogue = exercises.refusing(new SplittableRandom(2), language);
    assertThat(dialogue.answer()).isEqualTo(language.unknown());
  }

  @Test
  void draw_sameGenerator_givesTheSameDialogue() {
    for (var seed = 0; seed < 50; seed++) {
      assertThat(exercises.draw(new SplittableRandom(seed), 1))
          .isEqualTo(exercises.draw(new SplittableRandom(seed), 1));
    }
  }

  @Test
  void draw_manyDialogues_endWithTheAssistantAndFillEverySlot() {
    var random = new SplittableRandom(3);
    for (var i = 0; i < 2000; i++) {
      var dialogue = exercises.draw(random, 1);
      assertThat(dialogue.turns().getLast().role()).isEqualTo(Role.ASSISTANT);
      assertThat(dialogue.turns()).noneMatch(turn -> turn.text().matches("(?s).*[{}].*"));
      assertThat(dialogue.turns()).noneMatch(turn -> turn.text().isBlank());
    }
  }

  @Test
  void heldOut_relations_areNeverTrainedOn() {
    var training = FactSheets.basic(Language.ENGLISH, false).text();
    var heldOut = FactSheets.basic(Language.ENGLISH, true).text();
    var statement = "comes from";
    assertThat(training.contains(statement)).isNotEqualTo(heldOut.contains(statement));
  }

  @Test
  void prompt_passagesAndQuestion_hasTheFormOfTheCustomerServicePlugin() {
    assertThat(Language.ENGLISH.prompt(List.of("A.", "B."), "C?"))
        .isEqualTo("Passages:\n[1] A.\n[2] B.\n\nQuestion: C?");
    assertThat(Language.CHINESE.prompt(List.of("甲。"), "乙？")).isEqualTo("资料：\n[1] 甲。\n\n问题：乙？");
  }
}
