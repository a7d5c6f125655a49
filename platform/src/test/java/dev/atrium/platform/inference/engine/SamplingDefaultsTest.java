package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.inference.engine.SamplingParameters.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a model's makers advise, beside what a request says. */
class SamplingDefaultsTest {
  private static final SamplingDefaults ADVICE =
      new SamplingDefaults(true, 0.7, 0.8, 20, 0.05, 1.1, 99);
  private static final SamplingDefaults GREEDY = new SamplingDefaults(false, 1, 1, 0, 0, 1, 0);
  private static final SamplingParameters SILENT =
      new SamplingParameters(1, 1, 0, OptionalLong.empty(), List.of(), 0)
          .leaving(EnumSet.allOf(Part.class));

  @Test
  void fill_silentRequest_takesTheAdvice() {
    var filled = ADVICE.fill(SILENT);

    assertThat(filled.temperature()).isEqualTo(0.7);
    assertThat(filled.topP()).isEqualTo(0.8);
    assertThat(filled.topK()).isEqualTo(20);
    assertThat(filled.shaping()).isEqualTo(new TokenShaping(0.05, 1.1, 0, 0, Map.of()));
    assertThat(filled.maxTokens()).isEqualTo(99);
  }

  @Test
  void fill_whatTheRequestSays_stays() {
    var asked =
        new SamplingParameters(1.5, 0.9, 0, OptionalLong.of(3), List.of("x"), 7)
            .leaving(Set.of(Part.TOP_K));

    var filled = ADVICE.fill(asked);

    assertThat(filled)
        .isEqualTo(new SamplingParameters(1.5, 0.9, 20, OptionalLong.of(3), List.of("x"), 7));
  }

  @Test
  void fill_modelThatIsNotSampled_takesTheLikeliestToken() {
    assertThat(GREEDY.fill(SILENT).temperature()).isZero();
  }

  @Test
  void fill_requestForADraw_isDrawnThoughTheModelUsuallyIsNot() {
    var allButTopP = EnumSet.complementOf(EnumSet.of(Part.TOP_P));

    assertThat(GREEDY.fill(SILENT.withSeed(3)).temperature()).isEqualTo(1);
    assertThat(GREEDY.fill(SILENT.withChoices(2)).temperature()).isEqualTo(1);
    assertThat(GREEDY.fill(SILENT.leaving(allButTopP)).temperature()).isEqualTo(1);
  }
}
