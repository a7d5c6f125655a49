package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
final class PluginsTest {
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
  void theOperatorSeesThePluginsAndNoTenant() {
    console.signIn(ScriptedPlatform.OPERATOR_KEY);
    var page = console.page();
    assertThat(page.locator("plugin-view tbody tr")).hasCount(2);
    var row = page.locator("plugin-view tbody tr").first();
    assertThat(row).containsText("customer-service");
    assertThat(row).containsText("Quarantined: a turn was given up and uses 98 % of a processor");
    assertThat(row).containsText("http:api.example.com");
    assertThat(page.locator("plugin-view section")).containsText("the thread forgotten");
    assertThat(page.locator("[data-view]")).hasCount(1);
    assertThat(page.locator(".app-tenant")).hasText("Operator");
    console.screenshot("plugins");
  }

  @Test
  void theOperatorStaysSignedInAfterAReload() {
    console.signIn(ScriptedPlatform.OPERATOR_KEY);
    assertThat(console.page().locator("plugin-view tbody tr")).hasCount(2);
    console.reload();
    assertThat(console.page().locator("plugin-view tbody tr")).hasCount(2);
  }
}
