package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
final class SettingsTest {
  private ScriptedPlatform platform;
  private ConsolePage console;

  @BeforeEach
  void open(Browser browser) {
    platform = new ScriptedPlatform();
    console = ConsolePage.english(browser, platform.address());
    console.signedIn(ScriptedPlatform.ENGLISH_KEY);
    console.goTo("settings");
  }

  @AfterEach
  void close() {
    assertThat(console.complaints()).isEmpty();
    console.close();
    platform.close();
  }

  @Test
  void theFormIsWhatThePluginDescribes() {
    var form = console.page().locator("settings-form");
    assertThat(form.locator("h2")).hasText("Customer service");
    assertThat(field("greeting")).hasValue("Hello");
    assertThat(field("answerThreshold")).hasAttribute("type", "number");
    assertThat(field("answerThreshold")).hasAttribute("placeholder", "If empty: 0.44");
    assertThat(field("useModel").locator("option"))
        .hasText(new String[] {"If empty: On", "On", "Off"});
    assertThat(field("planner").locator("option")).hasCount(3);
  }

  @Test
  void whatIsFilledInIsSavedAndWhatIsEmptyIsLeftToThePlugin() {
    field("greeting").fill("");
    field("useModel").selectOption("false");
    field("planner").selectOption("model");
    console.button("Save").click();
    assertThat(console.page().locator(".settings-said")).hasText("Saved.");
    assertThat(platform.settings().values())
        .isEqualTo(Map.of("useModel", "false", "planner", "model"));
  }

  @Test
  void whatIsRefusedIsSaidAndStaysInTheForm() {
    field("answerThreshold").fill("3");
    console.button("Save").click();
    assertThat(console.page().locator(".settings-said"))
        .hasText("The setting answerThreshold is too high.");
    assertThat(field("answerThreshold")).hasValue("3");
    assertThat(platform.settings().values()).isEqualTo(Map.of("greeting", "Hello"));
  }

  private Locator field(String name) {
    return console.page().locator("[name=" + name + "]");
  }
}
