package dev.atrium.spi.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.spi.Passage;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.ScenarioException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Scenario} must do. Extend it and say which scenario and what it is asked. */
public abstract class ScenarioContract {
  protected static final Passage PASSAGE =
      new Passage("p", "fees.md", "Wire", "Fees", "A wire transfer costs $15.", 1, 1);

  /** A new instance, as the host makes one. */
  protected abstract Scenario scenario();

  /** A question that {@link #PASSAGE} answers. */
  protected String question() {
    return "What does a wire transfer cost?";
  }

  @Test
  public void answer_nothingKnown_endsWithSomething() throws InterruptedException {
    var turn = ScriptedTurn.Script.empty().run(scenario(), question());
    assertThat(turn.said().isEmpty() && turn.handedOver().isEmpty()).isFalse();
    assertThat(turn.recorded()).isNotEmpty();
  }

  @Test
  public void answer_afterAHandOver_saysNothing() throws InterruptedException {
    var turn = ScriptedTurn.Script.empty().run(scenario(), question());
    if (turn.handedOver().isPresent()) {
      assertThat(turn.said()).isEmpty();
    }
  }

  @Test
  public void answer_interruptedWhileItWaits_endsAtOnce() throws InterruptedException {
    var waiting = new CountDownLatch(1);
    var script =
        ScriptedTurn.Script.empty()
            .withPassages(PASSAGE)
            .withModel(
                prompt -> {
                  waiting.countDown();
                  new CountDownLatch(1).await();
                  return "";
                });
    var scenario = scenario();
    var interrupted = new CountDownLatch(1);
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    script.run(scenario, question());
                  } catch (InterruptedException expected) {
                    interrupted.countDown();
                  }
                });
    if (waiting.await(10, TimeUnit.SECONDS)) {
      thread.interrupt();
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  public void answer_interruptedBefore_ends() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(
              () -> ScriptedTurn.Script.empty().withPassages(PASSAGE).run(scenario(), question()))
          .isInstanceOf(InterruptedException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  public void answer_modelRefuses_isNoBug() throws InterruptedException {
    var script =
        ScriptedTurn.Script.empty()
            .withPassages(PASSAGE)
            .withModel(
                prompt -> {
                  throw new ScenarioException("The queue is full.");
                });
    try {
      var turn = script.run(scenario(), question());
      assertThat(turn.said().isEmpty() && turn.handedOver().isEmpty()).isFalse();
    } catch (ScenarioException told) {
      assertThat(told).hasMessageContaining("full");
    }
  }

  @Test
  public void answer_manyAtOnce_keepTheirConversationsApart() throws Exception {
    var scenario = scenario();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var turns =
          IntStream.range(0, 64)
              .mapToObj(number -> threads.submit(() -> costOf(scenario, number)))
              .toList();
      for (var number = 0; number < turns.size(); number++) {
        assertThat(turns.get(number).get()).doesNotContain(othersThan(number));
      }
    }
  }

  private String costOf(Scenario scenario, int number) throws InterruptedException {
    var passage =
        new Passage(
            "p" + number,
            "fees.md",
            "Wire",
            "Fees",
            "A wire transfer costs " + code(number) + ".",
            1,
            1);
    return ScriptedTurn.Script.empty().withPassages(passage).run(scenario, question()).said();
  }

  private static List<String> othersThan(int number) {
    return IntStream.range(0, 64)
        .filter(other -> other != number)
        .mapToObj(ScenarioContract::code)
        .toList();
  }

  private static String code(int number) {
    return "$" + (1000 + number);
  }
}
