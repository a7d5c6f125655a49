package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.atrium.platform.node.NodeUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console on a whole node with the shipped model, plugins and tenants. */
@ExtendWith(Chromium.class)
final class ConsoleOnNodeTest {
  @TempDir static Path dataDirectory;
  private static NodeUnderTest node;

  @BeforeAll
  static void start() {
    node = NodeUnderTest.start(dataDirectory);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void aWrongKeyIsRefused(Browser browser) {
    try (var console = ConsolePage.english(browser, node.url())) {
      console.signIn("atr_not_a_key_of_this_node");

      assertThat(console.page().getByText("This key is not valid.")).isVisible();
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void anEnglishCustomerGetsAnswerSourceAndPerson(Browser browser) {
    var golden = GoldenQuestion.of("harbor-bank", "hb-001");
    try (var console = new ConsolePage(browser, node.url(), ConsolePage.desktop("en-GB"))) {
      walk(console, "harbor-bank", golden, "I want to speak to a person.", "Passed to a colleague");
    }
  }

  @Test
  void aChineseCustomerGetsAnswerSourceAndPerson(Browser browser) {
    var golden = GoldenQuestion.of("yunlan-shop", "yl-002");
    try (var console = new ConsolePage(browser, node.url(), ConsolePage.desktop("zh-CN"))) {
      walk(console, "yunlan-shop", golden, "我要找人工客服", "已转接人工客服");
    }
  }

  private static void walk(
      ConsolePage console, String tenant, GoldenQuestion golden, String wish, String handedOver) {
    console.signedIn(node.key(tenant));
    seesCalls(console, 0);

    console.goTo("chat");
    ask(console, golden.question());
    assertThat(console.answer()).containsText(golden.fact());
    console.lastTurn().locator(".source-chip").first().click();
    assertThat(console.page().locator("source-panel blockquote")).containsText(golden.fact());
    console.screenshot("node-source-" + tenant);
    console.page().keyboard().press("Escape");
    seesCalls(console, 1);

    console.goTo("chat");
    ask(console, wish);
    assertThat(console.lastTurn().locator(".handover h3")).hasText(handedOver);
    console.screenshot("node-chat-" + tenant);
    seesCalls(console, 2);
    assertThat(console.page().locator("usage-table [data-status=completed]")).hasCount(2);
    console.screenshot("node-usage-" + tenant);
    assertThat(console.complaints()).isEmpty();
  }

  private static void ask(ConsolePage console, String question) {
    console.ask(question);
    assertThat(console.lastTurn().locator("article")).hasAttribute("aria-busy", "false");
    assertThat(console.lastTurn().getAttribute("data-state"))
        .as(console.lastTurn().innerText())
        .isEqualTo("done");
  }

  private static void seesCalls(ConsolePage console, int calls) {
    console.goTo("usage");
    assertThat(console.page().locator("[data-tile=calls] .tile-value"))
        .hasText(Integer.toString(calls));
  }
}
