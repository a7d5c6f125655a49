package dev.atrium.platform.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
final class ChatTest {
  private static final long PATIENCE_SECONDS = 20;

  private ScriptedPlatform platform;
  private ConsolePage console;

  @BeforeEach
  void open(Browser browser) {
    platform = new ScriptedPlatform();
    console = ConsolePage.english(browser, platform.address());
    console.signedIn(ScriptedPlatform.ENGLISH_KEY);
  }

  @AfterEach
  void close() {
    assertThat(console.complaints()).isEmpty();
    console.close();
    platform.close();
  }

  @Test
  void anAnswerIsShownWhileItIsWritten() {
    console.ask("What does the Business Account cost?");
    var answer = platform.nextQuestion();
    assertThat(answer.question()).isEqualTo("What does the Business Account cost?");
    assertThat(console.lastTurn()).containsText("Looking for the answer…");

    answer.text("It costs ");
    assertThat(console.answer()).hasText("It costs");
    assertThat(console.lastTurn().locator("article")).hasAttribute("aria-busy", "true");

    answer.text("$12 a month.").done();
    assertThat(console.answer()).hasText("It costs $12 a month.");
    assertThat(console.lastTurn().locator("article")).hasAttribute("aria-busy", "false");
    assertThat(console.page().locator("chat-composer textarea")).isFocused();
  }

  @Test
  void charactersTornBetweenPacketsComeOutWhole() {
    console.ask("满多少元免运费？");

    platform.nextQuestion().inSingleBytes().text("满99元免运费。🍵").done();

    assertThat(console.answer()).hasText("满99元免运费。🍵");
  }

  @Test
  void aCitationOpensTheQuoteBesideTheAnswer() {
    console.ask("What is the fee?");
    platform
        .nextQuestion()
        .text("The fee is $4 [1].")
        .cites(1, "Accounts", "Everyday Account", "The monthly fee is $4.")
        .done();
    var chip = console.lastTurn().locator(".source-chip");
    assertThat(chip).hasAccessibleName("Source 1: Everyday Account");

    chip.click();

    var panel = console.page().locator("source-panel");
    assertThat(panel.locator("blockquote")).hasText("The monthly fee is $4.");
    assertThat(panel).containsText("Accounts");
    assertThat(panel).containsText("fees.md");
    assertThat(panel.locator("h2")).isFocused();
    console.page().keyboard().press("Escape");
    assertThat(panel).isHidden();
    assertThat(chip).isFocused();
  }

  @Test
  void aMarkInTheTextOpensItsSource() {
    console.ask("What is the fee?");
    platform
        .nextQuestion()
        .text("The fee is $4 [")
        .cites(1, "Accounts", "Everyday Account", "The monthly fee is $4.")
        .text("1], as ever [7].")
        .done();

    assertThat(console.answer()).hasText("The fee is $4 [1], as ever [7].");
    console.answer().locator(".mark-chip").click();

    assertThat(console.page().locator("source-panel blockquote")).hasText("The monthly fee is $4.");
  }

  @Test
  void aHandOverStandsOutAndSaysItsMessageOnce() {
    console.ask("I want to speak to a person.");

    platform
        .nextQuestion()
        .text("I am passing you to a colleague.")
        .handsOver("asked for a person", "I am passing you to a colleague.")
        .done();

    assertThat(console.lastTurn().locator(".handover")).containsText("Passed to a colleague");
    assertThat(console.lastTurn().getByText("I am passing you to a colleague.")).hasCount(1);
    assertThat(console.lastTurn()).containsText("Reason: asked for a person");
  }

  @Test
  void stopHangsUpAndKeepsWhatWasSaid() throws Exception {
    console.ask("Tell me everything.");
    var answer = platform.nextQuestion().text("In the beginning");
    assertThat(console.answer()).hasText("In the beginning");

    console.button("Stop").click();

    answer.left().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(console.lastTurn()).containsText("You stopped this answer.");
    assertThat(console.answer()).hasText("In the beginning");
    assertThat(console.page().locator("chat-composer textarea")).isFocused();
  }

  @Test
  void aRefusedQuestionCanBeAskedAgain() {
    console.ask("What is the fee?");
    var first = platform.nextQuestion();
    first.refuses(429, "The tenant's queue is full.");
    assertThat(console.lastTurn()).containsText("Too many requests at once.");
    assertThat(console.lastTurn()).containsText("The tenant's queue is full.");

    console.button("Try again").click();

    var second = platform.nextQuestion();
    assertThat(second.question()).isEqualTo("What is the fee?");
    assertThat(second.path()).isEqualTo(first.path());
    second.text("$4.").done();
    assertThat(console.answer()).hasText("$4.");
    assertThat(console.page().locator("chat-turn")).hasCount(1);
  }

  @Test
  void aFailureInTheStreamIsShownUnderWhatWasSaid() {
    console.ask("What is the fee?");

    platform.nextQuestion().text("The fee").fails(500, "The model ran out of memory.");

    assertThat(console.answer()).hasText("The fee");
    assertThat(console.lastTurn().locator("[role=alert]"))
        .containsText("Something went wrong on our side.");
    assertThat(console.lastTurn()).containsText("The model ran out of memory.");
  }

  @Test
  void aConnectionThatBreaksIsNotTakenForAnEnd() {
    console.ask("What is the fee?");
    var answer = platform.nextQuestion().text("The fee");
    assertThat(console.answer()).hasText("The fee");

    answer.breaksOff();

    assertThat(console.lastTurn().locator("[role=alert]")).isVisible();
    assertThat(console.button("Try again")).isVisible();
  }

  @Test
  void aStreamWithoutAnEndIsCalledIncomplete() {
    console.ask("What is the fee?");

    platform.nextQuestion().text("The fee").endsEarly();

    assertThat(console.lastTurn())
        .containsText("The connection broke before the answer was complete.");
  }

  @Test
  void markupInAnAnswerStaysText() {
    var attack = "<img src=x onerror=\"window.hit=1\"> **bold** [a](javascript:hit()) <b>x</b>";
    console.ask(attack);

    platform.nextQuestion().text(attack).cites(1, attack, attack, attack).done();
    console.lastTurn().locator(".source-chip").click();

    assertThat(console.answer()).hasText(attack);
    assertThat(console.page().locator("source-panel blockquote")).hasText(attack);
    assertThat(console.page().locator("chat-view img, chat-view b, chat-view a")).hasCount(0);
    assertThat(console.page().evaluate("window.hit")).isNull();
  }

  @Test
  void eachParagraphRunsInItsOwnDirection() {
    console.ask("مرحبا");

    platform.nextQuestion().text("الرسوم 4 دولارات.\nThe fee is $4.").done();

    assertThat(console.lastTurn().locator(".turn-question p")).hasCSS("direction", "rtl");
    assertThat(console.answer().locator("p").first()).hasCSS("direction", "rtl");
    assertThat(console.answer().locator("p").last()).hasCSS("direction", "ltr");
  }

  @Test
  void shiftEnterBreaksTheLineAndEnterSends() {
    var field = console.page().locator("chat-composer textarea");
    field.fill("one");
    console.page().keyboard().press("Shift+Enter");
    console.page().keyboard().type("two");
    console.page().keyboard().press("Enter");

    assertThat(platform.nextQuestion().question()).isEqualTo("one\ntwo");
    assertThat(field).hasValue("");
  }

  @Test
  void aMessageThatIsTooLongIsHeldBackAndSaidSo() {
    console.write("x".repeat(16_001));

    assertThat(console.page().locator(".composer-warning"))
        .hasText("A message can have 16,000 characters; this one has 16,001.");
    assertThat(console.button("Send")).isDisabled();
    console.page().keyboard().press("Enter");
    console.page().keyboard().press("Backspace");
    console.button("Send").click();
    assertThat(platform.nextQuestion().question()).hasSize(16_000);
  }

  @Test
  void enterThatEndsAWordOfAnInputMethodDoesNotSend() {
    console.page().locator("chat-composer textarea").fill("nihao");

    console
        .page()
        .locator("chat-composer textarea")
        .dispatchEvent("keydown", java.util.Map.of("key", "Enter", "isComposing", true));

    assertThat(console.page().locator("chat-composer textarea")).hasValue("nihao");
    assertThat(platform.nothingAsked()).isTrue();
  }

  @Test
  void conversationsRunSideBySideAndDoNotMix() {
    console.ask("First question");
    var first = platform.nextQuestion().text("First ");
    console.page().locator("[data-action=new]").click();
    assertThat(console.page().locator("chat-turn")).hasCount(0);
    console.ask("Second question");
    var second = platform.nextQuestion();
    assertThat(second.path()).isNotEqualTo(first.path());

    first.text("answer").done();
    second.text("Second answer").done();

    assertThat(console.page().locator("answer-text")).hasText("Second answer");
    console.page().locator(".list-entry", withText("First question")).click();
    assertThat(console.page().locator("answer-text")).hasText("First answer");
  }

  @Test
  void aReloadBringsBackTheConversations() {
    console.ask("What is the fee?");
    platform.nextQuestion().text("$4 [1].").cites(1, "Accounts", "Fees", "It is $4.").done();
    assertThat(console.lastTurn()).hasAttribute("data-state", "done");

    console.reload();

    assertThat(console.answer()).hasText("$4 [1].");
    console.ask("And the other?");
    platform.nextQuestion().text("$12.").done();
    assertThat(console.page().locator("chat-turn")).hasCount(2);
  }

  @Test
  void anAnswerGoesOnWhileTheReaderLooksElsewhere() {
    console.ask("What is the fee?");
    var answer = platform.nextQuestion().text("The fee ");
    assertThat(console.answer()).hasText("The fee");

    console.goTo("usage");
    answer.text("is $4.").done();
    console.goTo("chat");

    assertThat(console.answer()).hasText("The fee is $4.");
  }

  @Test
  void aVeryLongAnswerIsFollowedUntilTheReaderScrollsUp() {
    console.ask("Tell me everything.");
    var answer = platform.nextQuestion();
    for (var i = 0; i < 400; i++) {
      answer.text("Line " + i + " of a long answer that goes on and on. ".repeat(8) + "\n");
    }
    answer.text("Here it ends.");
    assertThat(console.answer().getByText("Here it ends.")).isInViewport();

    console.page().locator(".thread-scroll").hover();
    console.page().mouse().wheel(0, -3000);
    assertThat(console.button("Jump to latest")).isVisible();
    answer.text("\nOne more.");
    assertThat(console.answer().getByText("One more.")).not().isInViewport();

    console.button("Jump to latest").click();
    assertThat(console.answer().getByText("One more.")).isInViewport();
    answer.done();
  }

  private static Page.LocatorOptions withText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}
