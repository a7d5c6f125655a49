package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
final class UsageTest {
  private static final long LONGER_THAN_THE_PAUSE_MILLIS = 10_000;

  private ScriptedPlatform platform;
  private ConsolePage console;

  @BeforeEach
  void open(Browser browser) {
    platform = new ScriptedPlatform();
    console = ConsolePage.english(browser, platform.address());
  }

  @AfterEach
  void close() {
    assertThat(console.complaints()).isEmpty();
    console.close();
    platform.close();
  }

  @Test
  void theTilesAddUpTheCalls() {
    platform.usage().add("completed", 1000, 40, 40);
    platform.usage().add("aborted", 234, 20, 7);
    look();

    assertThat(tile("calls")).containsText("2");
    assertThat(tile("calls")).containsText("1 completed, 0 failed, 1 stopped");
    assertThat(tile("prompt")).containsText("1,234");
    assertThat(tile("generated")).containsText("60");
    assertThat(tile("delivered")).containsText("47");
    assertThat(tile("cost")).containsText("$0.0001474");
    assertThat(tile("cost")).containsText("$0.0000737 per call");
  }

  @Test
  void theLatestCallsAreListedNewestFirst() {
    platform.usage().add("completed", 1000, 40, 40);
    platform.usage().add("failed", 234, 0, 0);
    look();

    var rows = console.page().locator("usage-table tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("Failed");
    assertThat(rows.first()).containsText("Customer service");
    assertThat(rows.first()).containsText("atrium-small@1");
    assertThat(rows.first()).containsText("640 ms");
    assertThat(rows.last()).containsText("Completed");
  }

  @Test
  void aCallFromElsewhereAppearsByItself() {
    console.page().clock().install();
    console.signedIn(ScriptedPlatform.ENGLISH_KEY);
    console.goTo("usage");
    assertThat(console.page().locator("usage-table")).containsText("No calls yet.");
    platform.usage().add("completed", 1000, 40, 40);

    console.page().clock().runFor(LONGER_THAN_THE_PAUSE_MILLIS);

    assertThat(tile("prompt")).containsText("1,000");
    assertThat(console.page().locator("usage-table tbody tr")).hasClass(Pattern.compile("fresh"));
  }

  @Test
  void anAnswerThatEndsIsCountedAtOnce() {
    console.signedIn(ScriptedPlatform.ENGLISH_KEY);
    console.page().clock().install();
    console.ask("What is the fee?");
    var answer = platform.nextQuestion().text("$4.");
    console.goTo("usage");
    assertThat(tile("calls").locator(".tile-value")).hasText("0");

    platform.usage().add("completed", 100, 4, 4);
    answer.done();

    assertThat(tile("calls").locator(".tile-value")).hasText("1");
  }

  @Test
  void aLedgerThatCannotBeReadIsNotShownAsEmpty() {
    console.signedIn(ScriptedPlatform.ENGLISH_KEY);
    console.page().route("**/v1/usage*", route -> route.abort());
    console.goTo("usage");
    assertThat(console.page().locator("[role=alert]")).containsText("could not be reached");
    assertThat(console.page().locator(".usage-content")).isHidden();

    console.page().unroute("**/v1/usage*");
    console.button("Try again").click();

    assertThat(tile("calls")).isVisible();
    assertThat(console.page().locator(".problem-notice")).hasCount(0);
  }

  private void look() {
    console.signedIn(ScriptedPlatform.ENGLISH_KEY);
    console.goTo("usage");
  }

  private Locator tile(String name) {
    return console.page().locator("[data-tile=" + name + "]");
  }
}
