package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goes through every view in each language, colour scheme and width, leaves a screenshot of each in
 * {@code target/screenshots}, and checks what can be checked by machine: contrast, names, overflow.
 */
@ExtendWith(Chromium.class)
final class LookTest {
  private static final int LEDGER_ROWS = 9;

  @ParameterizedTest
  @CsvSource({
    "en,LIGHT,desktop",
    "en,DARK,desktop",
    "en,LIGHT,phone",
    "en,DARK,phone",
    "zh,LIGHT,desktop",
    "zh,DARK,desktop",
    "zh,LIGHT,phone",
    "zh,DARK,phone"
  })
  void everyViewCanBeReadAndNamed(
      String language, ColorScheme scheme, String device, Browser browser) {
    var options =
        device.equals("phone") ? ConsolePage.phone(language) : ConsolePage.desktop(language);
    options.setColorScheme(scheme);
    try (var platform = new ScriptedPlatform();
        var console = new ConsolePage(browser, platform.address(), options)) {
      var suffix = "-" + language + "-" + scheme.toString().toLowerCase(Locale.ROOT) + "-" + device;
      fill(platform.usage());
      new Tour(console, platform, Phrases.of(language), suffix).walk();
      assertThat(console.complaints()).isEmpty();
    }
  }

  private static void fill(ScriptedUsage usage) {
    for (var i = 0; i < LEDGER_ROWS; i++) {
      var status = i == 3 ? "aborted" : i == 6 ? "failed" : "completed";
      var generated = i == 6 ? 0 : 24 + 5 * i;
      usage.add(status, 180 + 37 * i, generated, generated * 4 / 5);
    }
  }

  private record Tour(
      ConsolePage console, ScriptedPlatform platform, Phrases phrases, String suffix) {
    void walk() {
      console.page().locator("#key").waitFor();
      see("sign-in");
      console.signedIn(phrases.key());
      see("empty");
      talk();
      source();
      if (suffix.endsWith("phone")) {
        drawer();
      }
      console.goTo("usage");
      assertThat(console.page().locator("usage-table tbody tr")).hasCount(LEDGER_ROWS);
      see("usage");
      console.goTo("settings");
      console.page().locator("settings-form").waitFor();
      see("settings");
    }

    private void talk() {
      console.ask(phrases.question());
      platform
          .nextQuestion()
          .text(phrases.answer())
          .cites(1, phrases.title(), phrases.section(), phrases.quote())
          .cites(2, phrases.title(), phrases.otherSection(), phrases.otherQuote())
          .done();
      console.ask(phrases.wish());
      platform.nextQuestion().handsOver(phrases.reason(), phrases.message()).done();
      console.ask(phrases.furtherQuestion());
      var answer = platform.nextQuestion().text(phrases.furtherAnswer());
      assertThat(console.answer()).hasText(phrases.furtherAnswer());
      see("chat");
      answer.fails(429, "The model's queue is full.");
      assertThat(console.lastTurn().locator("[role=alert]")).isVisible();
      see("failed");
    }

    private void source() {
      console.page().locator(".source-chip").first().click();
      assertThat(console.page().locator("source-panel blockquote")).hasText(phrases.quote());
      see("source");
      console.page().keyboard().press("Escape");
    }

    private void drawer() {
      console.page().locator("[popovertarget=conversations]").click();
      assertThat(console.page().locator("conversation-list")).isVisible();
      see("list");
      console.page().locator(".list-entry").first().click();
      assertThat(console.page().locator("conversation-list")).isHidden();
    }

    private void see(String view) {
      console.screenshot(view + suffix);
      assertThat(PageAudit.of(console.page())).as(view + suffix).isEmpty();
    }
  }
}
