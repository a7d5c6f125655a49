package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The console in a browser tab of its own, and what a visitor does there. */
final class ConsolePage implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final String address;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  ConsolePage(Browser browser, String address, NewContextOptions options) {
    this.address = address;
    context = browser.newContext(options);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && !message.text().contains("Failed to load resource")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(address);
  }

  static ConsolePage english(Browser browser, String address) {
    return new ConsolePage(browser, address, desktop("en-GB"));
  }

  static NewContextOptions desktop(String locale) {
    return new NewContextOptions().setLocale(locale).setViewportSize(1280, 800);
  }

  static NewContextOptions phone(String locale) {
    return new NewContextOptions()
        .setLocale(locale)
        .setViewportSize(390, 844)
        .setDeviceScaleFactor(2)
        .setHasTouch(true);
  }

  Page page() {
    return page;
  }

  /** Errors that the page logged or threw; a breach of its content security policy is one. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Every address the page asked for. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  ConsolePage signIn(String key) {
    page.locator("#key").fill(key);
    page.locator("sign-in [type=submit]").click();
    return this;
  }

  ConsolePage signedIn(String key) {
    signIn(key);
    assertThat(page.locator("chat-composer textarea")).isFocused();
    return this;
  }

  /** Sends a message, as soon as the answer before it has ended. */
  void ask(String question) {
    write(question);
    var send = page.locator("[data-action=send]");
    assertThat(send).isVisible();
    assertThat(send).isEnabled();
    page.keyboard().press("Enter");
  }

  void write(String text) {
    page.locator("chat-composer textarea").fill(text);
  }

  Locator lastTurn() {
    return page.locator("chat-turn").last();
  }

  Locator answer() {
    return lastTurn().locator("answer-text");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  void goTo(String view) {
    page.locator("[data-view=" + view + "]").click();
  }

  void reload() {
    page.reload();
  }

  String address() {
    return address;
  }

  void screenshot(String name) {
    page.screenshot(new ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  @Override
  public void close() {
    context.close();
  }
}
