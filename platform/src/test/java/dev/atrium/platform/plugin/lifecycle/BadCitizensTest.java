package dev.atrium.platform.plugin.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.operations.PluginState;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.install.TrustList;
import dev.atrium.platform.plugin.loading.PluginJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that misbehave in each way, beside one that does not. */
class BadCitizensTest {
  private static final String STOP = "atrium.test.stop";

  @TempDir Path data;
  @TempDir Path folder;
  private PluginBench bench;

  @BeforeEach
  void start() {
    System.clearProperty(STOP);
    PluginJar.answering("good", "answer.text(\"fine\");").jar(folder, "good.jar");
  }

  @AfterEach
  void close() {
    System.setProperty(STOP, "now");
    bench.close();
  }

  @Test
  void plugin_thatSpins_isStoppedAndQuarantined() {
    serve("bad", "while (System.getProperty(\"" + STOP + "\") == null) { }");
    assertThat(failure("bad").code()).isEqualTo("turn_limit_exceeded");
    assertThat(quarantined("bad").reason()).contains("of a processor").contains("plug.Main");
    assertThat(failure("bad").code()).isEqualTo("plugin_quarantined");
    assertGoodServes();
  }

  @Test
  void plugin_thatAllocatesWithoutEnd_isStoppedAndQuarantined() {
    serve(
        "bad",
        "long sum = 0; while (System.getProperty(\""
            + STOP
            + "\") == null)"
            + " { sum += new byte[1 << 20].length; } answer.text(\"\" + sum);");
    assertThat(failure("bad").code()).isEqualTo("turn_limit_exceeded");
    assertThat(quarantined("bad").reason()).contains("a turn of bank was given up");
    assertGoodServes();
  }

  @Test
  void plugin_thatThrowsAgainAndAgain_restsForThatTenantOnly() {
    serve(
        "bad",
        "if (context.tenant().equals(\"bank\")) throw new StackOverflowError();"
            + " answer.text(\"fine\");");
    for (var turn = 0; turn < PluginLimits.DEFAULT.faultsInARow(); turn++) {
      assertThat(failure("bad").code()).isEqualTo("plugin_failed");
    }
    var resting = failure("bad");
    assertThat(resting.code()).isEqualTo("plugin_resting");
    assertThat(resting.retryAfter()).isPositive();
    assertThat(bench.ask("shop", "bad", "?")).isEqualTo("fine");
    assertGoodServes();
  }

  @Test
  void plugin_thatFloodsItsSink_costsItsOwnTurn() {
    serve("bad", "while (true) answer.text(\"spam \".repeat(1000));");
    assertThat(failure("bad").code()).isEqualTo("answer_too_long");
    assertGoodServes();
  }

  @Test
  void plugin_thatRecordsOutcomesWithoutEnd_costsItsOwnTurn() {
    serve("bad", "while (true) context.outcomes().record(Outcomes.Kind.BOUGHT);");
    assertThat(failure("bad").code()).isEqualTo("too_many_outcomes");
    assertGoodServes();
  }

  @Test
  void plugin_withMoreTurnsThanItMay_refusesTheNext() {
    serve(
        "bad",
        "while (System.getProperty(\""
            + STOP
            + "\") == null) {"
            + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }"
            + " answer.text(\"done\");");
    var waiting = List.of(bench.begin("bank", "bad", "1"), bench.begin("bank", "bad", "2"));
    assertThat(failure("bad").code()).isEqualTo("plugin_busy");
    assertGoodServes();
    System.setProperty(STOP, "now");
    waiting.forEach(turn -> assertThat(PluginBench.await(turn)).isEqualTo("done"));
  }

  private void serve(String id, String body) {
    PluginJar.answering(id, body).jar(folder, id + ".jar");
    var limits =
        PluginLimits.DEFAULT
            .withProcessorTime(Duration.ofMillis(500))
            .withAllocatedBytes(1L << 30)
            .withConcurrentTurns(2);
    bench = new PluginBench(data, folder, new TrustList(List.of()), limits);
  }

  private AtriumException failure(String plugin) {
    return PluginBench.failure(() -> bench.ask("bank", plugin, "?"));
  }

  /** Its state once it is quarantined, which comes with a look of its host. */
  private PluginState quarantined(String id) {
    while (true) {
      var state = bench.state(id).orElseThrow();
      if (state.state().equals("QUARANTINED")) {
        return state;
      }
      assertGoodServes();
    }
  }

  private void assertGoodServes() {
    assertThat(bench.ask("bank", "good", "?")).isEqualTo("fine");
  }
}
