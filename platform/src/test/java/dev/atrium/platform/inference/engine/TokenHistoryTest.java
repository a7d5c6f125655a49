package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TokenHistoryTest {
  private static final int[] PROMPT = {5, 6, 5};

  private static Map<Long, String> edits(TokenShaping shaping, int... answer) {
    var history = new TokenHistory(shaping, PROMPT);
    for (var token : answer) {
      history.add(token);
    }
    var edits = history.edits(Set.of());
    var found = new TreeMap<Long, String>();
    for (var i = 0; i < edits.size(); i++) {
      found.put(edits.tokens()[i], edits.factors()[i] + " " + edits.addends()[i]);
    }
    return found;
  }

  @Test
  void edits_noShaping_changeNothing() {
    assertThat(edits(TokenShaping.NONE, 5, 7)).isEmpty();
  }

  @Test
  void edits_repetition_meetsPromptAndAnswer() {
    assertThat(edits(new TokenShaping(0, 1.5, 0, 0, Map.of()), 7))
        .isEqualTo(Map.of(5L, "1.5 0.0", 6L, "1.5 0.0", 7L, "1.5 -0.0"));
  }

  @Test
  void edits_presenceAndFrequency_meetTheAnswerAlone() {
    assertThat(edits(new TokenShaping(0, 1, 0.5, 0.25, Map.of()), 7, 7, 5))
        .isEqualTo(Map.of(5L, "1.0 -0.75", 7L, "1.0 -1.0"));
  }

  @Test
  void edits_bias_isAddedToPenalties() {
    assertThat(edits(new TokenShaping(0, 1, 1, 0, Map.of(7, 3.0, 9, -100.0)), 7))
        .isEqualTo(Map.of(7L, "1.0 2.0", 9L, "1.0 -100.0"));
  }

  @Test
  void shaping_outOfRange_namesEveryProblem() {
    assertThatThrownBy(() -> new TokenShaping(2, 0, 3, Double.NaN, Map.of(1, 101.0)))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("min_p")
        .hasMessageContaining("repetition_penalty")
        .hasMessageContaining("presence_penalty")
        .hasMessageContaining("frequency_penalty")
        .hasMessageContaining("logit_bias");
  }
}
