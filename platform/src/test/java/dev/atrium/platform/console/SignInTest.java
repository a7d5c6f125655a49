package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
final class SignInTest {
  private static final String KEY = ScriptedPlatform.ENGLISH_KEY;

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
  void aKeyOpensItsTenant() {
    console.signedIn(KEY);

    assertThat(console.page().locator(".app-tenant")).hasText("Harbor Bank");
    assertThat(console.page().locator("chat-thread"))
        .containsText("Welcome to Harbor Bank. How can I help you today?");
  }

  @Test
  void aWrongKeyIsRefusedInPlainWords() {
    console.signIn("atr_harbor_of_somebody_else");

    assertThat(console.page().getByText("This key is not valid.")).isVisible();
    assertThat(console.page().locator("#key")).isFocused();
    assertThat(console.page().locator("[type=submit]")).isEnabled();
  }

  @Test
  void aKeyThatNoHeaderCouldCarryIsWrongToo() {
    console.signIn("密钥");

    assertThat(console.page().getByText("This key is not valid.")).isVisible();
  }

  @Test
  void anEmptyKeyIsAskedForAgain() {
    console.signIn("  ");

    assertThat(console.page().getByText("Enter your API key.")).isVisible();
    assertThat(console.requests()).noneMatch(request -> request.contains("/v1/"));
  }

  @Test
  void theKeyStaysInTheTabAndOutOfEveryAddress() {
    console.signedIn(KEY);
    console.goTo("usage");

    assertThat(console.page().evaluate("JSON.stringify(sessionStorage)").toString()).contains(KEY);
    assertThat(console.page().evaluate("JSON.stringify(localStorage)").toString())
        .doesNotContain(KEY);
    assertThat(console.page().evaluate("document.cookie")).isEqualTo("");
    assertThat(console.page().url()).doesNotContain(KEY);
    assertThat(console.requests())
        .noneMatch(request -> request.contains(KEY))
        .allMatch(request -> request.startsWith(platform.address()));
  }

  @Test
  void aReloadKeepsTheSession() {
    console.signedIn(KEY);

    console.reload();

    assertThat(console.page().locator(".app-tenant")).hasText("Harbor Bank");
  }

  @Test
  void signingOutForgetsTheKeyAndTheConversations() {
    console.signedIn(KEY);
    console.ask("How do I close my account?");
    platform.nextQuestion().text("At any branch.").done();
    assertThat(console.answer()).hasText("At any branch.");

    console.button("Sign out").click();

    assertThat(console.page().locator("#key")).isFocused();
    assertThat(console.page().evaluate("sessionStorage.length")).isEqualTo(0);
    console.signedIn(KEY);
    assertThat(console.page().locator("chat-turn")).hasCount(0);
  }

  @Test
  void aKeyThatIsNoLongerTakenEndsTheSessionAndKeepsTheConversation() {
    console.signedIn(KEY);
    console.ask("How do I close my account?");
    platform.nextQuestion().text("At any branch.").done();
    assertThat(console.answer()).hasText("At any branch.");
    platform.revoke(KEY);

    console.ask("And a joint account?");

    assertThat(console.page().getByText("Your session has ended")).isVisible();
    platform.allow(KEY);
    console.signedIn(KEY);
    assertThat(console.page().locator("chat-turn")).hasCount(2);
    assertThat(console.page().locator("answer-text").first()).hasText("At any branch.");
  }

  @Test
  void anotherTenantInTheSameTabSeesNothingOfTheFirst() {
    console.signedIn(KEY);
    console.ask("How do I close my account?");
    platform.nextQuestion().text("At any branch.").done();
    assertThat(console.answer()).hasText("At any branch.");
    platform.revoke(KEY);
    console.goTo("usage");
    assertThat(console.page().getByText("Your session has ended")).isVisible();

    console.signIn(ScriptedPlatform.CHINESE_KEY);

    assertThat(console.page().locator(".app-tenant")).hasText("云岚商城");
    console.goTo("chat");
    assertThat(console.page().locator("chat-composer")).isVisible();
    assertThat(console.page().locator("chat-turn")).hasCount(0);
  }

  @Test
  void aPlatformThatIsAwayIsCalledAway() {
    console.page().route("**/v1/me", route -> route.abort());

    console.signIn(KEY);

    assertThat(console.page().getByText("Atrium could not be reached.")).isVisible();
  }

  @Test
  void theKeyCanBeShownAndHidden() {
    console.page().locator("#key").fill(KEY);

    console.button("Show key").click();
    assertThat(console.page().locator("#key")).hasAttribute("type", "text");

    console.button("Hide key").click();
    assertThat(console.page().locator("#key")).hasAttribute("type", "password");
  }
}
