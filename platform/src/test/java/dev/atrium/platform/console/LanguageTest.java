package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
final class LanguageTest {
  private ScriptedPlatform platform;

  @BeforeEach
  void start() {
    platform = new ScriptedPlatform();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void theBrowsersLanguageComesFirst(Browser browser) {
    try (var console = open(browser, "zh-CN")) {
      assertThat(console.page().locator("h1")).hasText("登录");
      assertThat(console.page().locator("html")).hasAttribute("lang", "zh-Hans");
    }
  }

  @Test
  void aLanguageWeDoNotSpeakBecomesEnglish(Browser browser) {
    try (var console = open(browser, "fi-FI")) {
      assertThat(console.page().locator("h1")).hasText("Sign in");
    }
  }

  @Test
  void aChoiceIsKeptAndChangesEveryWord(Browser browser) {
    try (var console = open(browser, "en-GB")) {
      console.signedIn(ScriptedPlatform.ENGLISH_KEY);
      console.ask("What is the fee?");
      platform.nextQuestion().text("$4.").done();
      console.page().locator("chat-composer textarea").fill("a draft");

      console.button("中文").click();

      assertThat(console.page().locator("[data-view=usage]")).hasText("用量");
      assertThat(console.answer()).hasText("$4.");
      assertThat(console.page().locator("chat-composer textarea")).hasValue("a draft");
      console.reload();
      assertThat(console.page().locator("[data-view=usage]")).hasText("用量");
    }
  }

  @Test
  void aKeyThatIsHalfTypedSurvivesTheChoice(Browser browser) {
    try (var console = open(browser, "en-GB")) {
      console.page().locator("#key").fill("atr_half");

      console.button("中文").click();

      assertThat(console.page().locator("h1")).hasText("登录");
      assertThat(console.page().locator("#key")).hasValue("atr_half");
    }
  }

  @Test
  void everyLanguageHasWordsForTheSameKeys(Browser browser) {
    try (var console = open(browser, "en-GB")) {
      assertThat(keys(console, "zh")).isEqualTo(keys(console, "en"));
    }
  }

  @Test
  void everyKeyThatTheConsoleNamesHasWords(Browser browser) {
    try (var console = open(browser, "en-GB")) {
      assertThat(keys(console, "en")).containsAll(ConsoleFiles.namedWords());
    }
  }

  private ConsolePage open(Browser browser, String locale) {
    return new ConsolePage(browser, platform.address(), ConsolePage.desktop(locale));
  }

  private static List<String> keys(ConsolePage console, String language) {
    var script =
        "async (it) => Object.keys((await import(`/lib/i18n/${it}.js`)).default).sort().join()";
    return List.of(console.page().evaluate(script, language).toString().split(","));
  }
}
