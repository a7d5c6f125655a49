package dev.atrium.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingValuesTest {
  private static final List<Setting> SCHEMA =
      List.of(
          Setting.text("greeting", "Hello!", "What it says first"),
          Setting.number("threshold", 0.4, "How sure it must be"),
          Setting.flag("useModel", true, "Whether a model phrases answers"),
          Setting.choice("tone", List.of("plain", "warm"), "plain", "How it speaks"));

  @Test
  void of_nothingWritten_hasTheFallbacks() {
    var values = SettingValues.of(SCHEMA, Map.of());
    assertThat(values.text("greeting")).contains("Hello!");
    assertThat(values.number("threshold")).contains(0.4);
    assertThat(values.flag("useModel")).contains(true);
    assertThat(values.text("absent")).isEmpty();
  }

  @Test
  void of_written_wins() {
    var values = SettingValues.of(SCHEMA, Map.of("threshold", "0.9", "tone", "warm", "other", "x"));
    assertThat(values.number("threshold")).contains(0.9);
    assertThat(values.text("tone")).contains("warm");
    assertThat(values.text("other")).contains("x");
  }

  @Test
  void of_whatBreaksTheSchema_isRefusedByName() {
    assertRefused(Map.of("threshold", "much"), "threshold is \"much\", not a number");
    assertRefused(Map.of("useModel", "maybe"), "useModel is \"maybe\", not true or false");
    assertRefused(Map.of("tone", "cold"), "tone is \"cold\", not one of plain, warm");
  }

  private static void assertRefused(Map<String, String> written, String words) {
    assertThatThrownBy(() -> SettingValues.of(SCHEMA, written))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(words);
  }
}
