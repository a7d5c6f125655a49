package dev.atrium.platform.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.intent.IntentLearner;
import dev.atrium.spi.intent.IntentModel.Guess;
import dev.atrium.spi.intent.LabelledText;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IntentEvaluationTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  /** Guesses the label that stands in the text, half sure. */
  private static final IntentLearner READS_LABELS =
      (examples, seed) -> text -> new Guess(text.split(":")[0], 0.5);

  private static final List<LabelledText> TRAIN =
      List.of(new LabelledText("a:1", "a"), new LabelledText("b:1", "b"));

  @Test
  void onTest_countsWhatTheIssueNames() {
    var test =
        List.of(
            new LabelledText("a:right", "a"),
            new LabelledText("b:wrong", "a"),
            new LabelledText("b:right", "b"),
            new LabelledText("oos:rejected", "b"),
            new LabelledText("oos:right", "oos"),
            new LabelledText("a:missed", "oos"));
    var figures = new IntentEvaluation(READS_LABELS, 1).onTest(TRAIN, test);
    assertThat(figures.accuracy()).isCloseTo(0.5, CLOSE);
    assertThat(figures.oosRecall()).isEqualTo(Optional.of(0.5));
    assertThat(figures.macroF1()).isCloseTo(0.5, CLOSE);
    assertThat(figures.calibrationError()).isCloseTo(0, CLOSE);
  }

  @Test
  void crossValidated_judgesEachTextOnce() {
    var all =
        IntStream.range(0, 50)
            .mapToObj(
                at -> new LabelledText((at % 2 == 0 ? "a:" : "b:") + at, "ab".charAt(at % 2) + ""))
            .toList();
    var figures = new IntentEvaluation(READS_LABELS, 1).crossValidated(all);
    assertThat(figures.texts()).isEqualTo(50);
    assertThat(figures.accuracy()).isEqualTo(1);
    assertThat(figures.oosRecall()).isEmpty();
  }

  @Test
  void onTest_oneLabel_isRefused() {
    assertThatThrownBy(
            () -> new IntentEvaluation(READS_LABELS, 1).onTest(TRAIN.subList(0, 1), TRAIN))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("two labels");
  }
}
