package dev.atrium.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page's own content security policy refuses, whoever asks. */
@ExtendWith(Chromium.class)
final class PageSafetyTest {
  private ScriptedPlatform platform;
  private ConsolePage console;

  @BeforeEach
  void open(Browser browser) {
    platform = new ScriptedPlatform();
    console = ConsolePage.english(browser, platform.address());
    console.page().locator("#key").waitFor();
    assertThat(console.complaints()).isEmpty();
  }

  @AfterEach
  void close() {
    console.close();
    platform.close();
  }

  @Test
  void textCannotBeTurnedIntoMarkup() {
    var refused =
        console
            .page()
            .evaluate(
                "() => { try { document.body.innerHTML = 'x'; } catch (it) { return it.name; } }");

    assertThat(refused).isEqualTo("TypeError");
  }

  @Test
  void noSecondTemplatePolicyCanBeMade() {
    var refused =
        console
            .page()
            .evaluate(
                "() => { try { trustedTypes.createPolicy('other', {}); }"
                    + " catch (it) { return it.name; } }");

    assertThat(refused).isEqualTo("TypeError");
  }

  @Test
  void scriptsWrittenIntoThePageDoNotRun() {
    var refused =
        console
            .page()
            .evaluate(
                "() => { try { document.body.setAttribute('onclick', 'window.hit = 1'); }"
                    + " catch (it) { return it.name; } }");

    assertThat(refused).isEqualTo("TypeError");
  }

  @Test
  void nothingCanBeSentToAnotherHost() {
    var refused =
        console
            .page()
            .evaluate("() => fetch('http://127.0.0.1:9/').then(() => 'sent', (it) => it.name)");

    assertThat(refused).isEqualTo("TypeError");
    assertThat(console.complaints()).anyMatch(it -> it.contains("Content Security Policy"));
  }
}
