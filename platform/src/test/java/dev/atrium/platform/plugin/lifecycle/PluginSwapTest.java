package dev.atrium.platform.plugin.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.operations.PluginChange;
import dev.atrium.platform.operations.PluginList.Retired;
import dev.atrium.platform.plugin.loading.PluginJar;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacing plugins while they serve. {@code -Datrium.swaps=1000} is the long run. */
class PluginSwapTest {
  private static final int SWAPS = Integer.getInteger("atrium.swaps", 25);
  private static final int CLIENTS = 4;

  @TempDir Path data;
  @TempDir Path folder;
  @TempDir Path built;
  private PluginBench bench;

  @BeforeEach
  void start() {
    bench = new PluginBench(data, folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void upgradeAndRollBack_eachServeAtOnce() {
    bench.install(says("1.0.0", "one"));
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");

    var upgraded = bench.upgrade(says("1.1.0", "two"));
    assertThat(upgraded.version()).isEqualTo("1.1.0");
    assertThat(upgraded.previous()).containsExactly("1.0.0");
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("two");

    var back = bench.change(new PluginChange.RollBack("desk"));
    assertThat(back.version()).isEqualTo("1.0.0");
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");

    assertThat(bench.change(new PluginChange.Remove("desk")).state()).isEqualTo("REMOVED");
    assertThat(PluginBench.failure(() -> bench.ask("bank", "desk", "?")).code())
        .isEqualTo("plugin_not_running");
    assertThat(bench.list(true).retired()).isEmpty();
  }

  @Test
  void upgrade_turnsUnderWay_endOnTheOldVersion() throws Exception {
    bench.install(
        plugin("desk", "1.0.0", "gate.await(); answer.text(\"old\");")
            .source(
                "plug.Main",
                PluginJar.scenario(
                    "Main",
                    "public static final java.util.concurrent.CountDownLatch gate ="
                        + " new java.util.concurrent.CountDownLatch(1);",
                    "if (message.text().equals(\"open\")) gate.countDown();"
                        + " else gate.await(); answer.text(\"old\");"))
            .jar(built, "gate.jar"));
    var opener = opener();
    var waiting = bench.begin("bank", "desk", "wait");
    bench.upgrade(says("2.0.0", "new"));

    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("new");
    assertThat(bench.list(false).retired()).extracting(Retired::state).containsExactly("DRAINING");
    opener.run();
    assertThat(PluginBench.await(waiting)).isEqualTo("old");
  }

  /** Opens the gate of the version that serves now, later. */
  private Runnable opener() {
    var lent = bench.lend("bank", "desk");
    return () -> PluginBench.await(bench.turn(lent, "bank", "open"));
  }

  @Test
  void choose_tenantsHaveVersionsOfTheirOwnSideBySide() {
    bench.install(says("1.0.0", "one"));
    bench.upgrade(says("2.0.0", "two"));
    bench.change(new PluginChange.Choose("desk", "bank", Optional.of("1.0.0")));
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");
    assertThat(bench.ask("shop", "desk", "?")).isEqualTo("two");

    bench.upgrade(says("3.0.0", "three"));
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");
    assertThat(bench.ask("shop", "desk", "?")).isEqualTo("three");

    bench.change(new PluginChange.Choose("desk", "bank", Optional.empty()));
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("three");
    assertThat(bench.list(true).retired()).isEmpty();
  }

  @Test
  void restart_servesWhatWasInstalled() {
    PluginJar.answering("base", "answer.text(\"from the folder\");").jar(folder, "base.jar");
    bench.install(says("1.0.0", "one"));
    bench.upgrade(says("2.0.0", "two"));
    bench.change(new PluginChange.Choose("desk", "bank", Optional.of("1.0.0")));
    bench.close();

    bench = new PluginBench(data, folder);
    assertThat(bench.ask("shop", "desk", "?")).isEqualTo("two");
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");
    assertThat(bench.ask("bank", "base", "?")).isEqualTo("from the folder");
    assertThat(bench.change(new PluginChange.RollBack("desk")).version()).isEqualTo("1.0.0");
  }

  @Test
  void upgrade_selfTestFails_keepsTheOldVersion() throws IOException {
    bench.install(says("1.0.0", "one"));
    var bad =
        plugin("desk", "2.0.0", "")
            .source(
                "plug.Main",
                PluginJar.scenario(
                    "Main",
                    "@Override public void selfTest() {"
                        + " throw new IllegalStateException(\"no words\"); }",
                    ""))
            .jar(built, "bad.jar");
    var refused = PluginBench.failure(() -> bench.upgrade(bad));
    assertThat(refused.code()).isEqualTo("plugin_refused");
    assertThat(refused).hasMessageContaining("self-test failed").hasMessageContaining("no words");
    assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");
    try (var kept = Files.list(data.resolve("plugins/desk"))) {
      assertThat(kept).hasSize(1);
    }
  }

  @Test
  void upgrade_whatDependsOnIt_startsAnewWithIt() {
    bench.install(
        plugin("words", "1.0.0", "")
            .source(
                "words.Words",
                "package words; public class Words { public static String w() { return \"old\"; }"
                    + " }")
            .jar(built, "words-1.jar"));
    bench.install(user());
    assertThat(bench.ask("bank", "user", "?")).isEqualTo("old");
    var needed = PluginBench.failure(() -> bench.change(new PluginChange.Remove("words")));
    assertThat(needed).hasMessageContaining("user depends on words");

    bench.upgrade(
        plugin("words", "1.1.0", "")
            .source(
                "words.Words",
                "package words; public class Words { public static String w() { return \"new\"; }"
                    + " }")
            .jar(built, "words-2.jar"));
    assertThat(bench.ask("bank", "user", "?")).isEqualTo("new");

    var refused =
        PluginBench.failure(
            () -> bench.upgrade(plugin("words", "2.0.0", "").jar(built, "words-3.jar")));
    assertThat(refused).hasMessageContaining("user depends on words");
    assertThat(bench.ask("bank", "user", "?")).isEqualTo("new");
    assertThat(bench.list(true).retired()).isEmpty();
  }

  private Path user() {
    return plugin(
            "user",
            "1.0.0",
            "try { answer.text((String)"
                + " Class.forName(\"words.Words\").getMethod(\"w\").invoke(null)); } catch"
                + " (ReflectiveOperationException e) { throw new IllegalStateException(e); }")
        .property("plugin.dependencies", "words@>=1.0.0 & <2.0.0")
        .jar(built, "user.jar");
  }

  @Test
  void replacedPlugin_whoseThreadGoesOn_isReportedWithTheThread() throws Exception {
    bench.install(
        plugin("desk", "1.0.0", "")
            .source(
                "plug.Main",
                PluginJar.scenario(
                    "Main",
                    "",
                    "var thread = new Thread(() -> { try { new"
                        + " java.util.concurrent.CountDownLatch(1).await(); } catch"
                        + " (InterruptedException e) { } }, \"forgotten\"); thread.setDaemon(true);"
                        + " thread.start();"))
            .jar(built, "leaky.jar"));
    bench.ask("bank", "desk", "?");
    bench.upgrade(says("2.0.0", "two"));
    PluginBench.await(bench.drained());

    assertThat(bench.list(true).retired())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.state()).isEqualTo("HELD");
              assertThat(held.heldBy()).anyMatch(holder -> holder.contains("forgotten"));
            });
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("forgotten"))
        .forEach(Thread::interrupt);
    assertThat(bench.list(true).retired()).isEmpty();
  }

  @Test
  void manySwaps_underLoad_failNoTurnAndLeaveNothing() throws Exception {
    bench.install(says("1.0.0", "even"));
    var odd = says("1.0.1", "odd");
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var turns = new AtomicLong();
    var over = new AtomicBoolean();
    var clients = new ArrayList<Thread>();
    for (var client = 0; client < CLIENTS; client++) {
      clients.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      try {
                        assertThat(bench.ask("bank", "desk", "?")).isIn("even", "odd");
                        turns.incrementAndGet();
                      } catch (Throwable failure) {
                        failures.add(failure);
                      }
                    }
                  }));
    }
    long before = 0;
    for (var swap = 0; swap < SWAPS; swap++) {
      bench.upgrade(odd);
      bench.change(new PluginChange.RollBack("desk"));
      if (swap == SWAPS / 4) {
        bench.list(true);
        before = metaspace();
      }
    }
    over.set(true);
    for (var client : clients) {
      client.join();
    }
    PluginBench.await(bench.drained());
    assertThat(bench.list(true).retired()).isEmpty();
    var growth = metaspace() - before;
    System.getLogger("swaps")
        .log(
            System.Logger.Level.INFO,
            "%d swaps, %d turns, metaspace grew by %d KiB"
                .formatted(2 * SWAPS, turns.get(), growth / 1024));
    assertThat(failures).isEmpty();
    assertThat(turns.get()).isPositive();
    assertThat(growth).isLessThan(2 << 20);
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  private PluginJar plugin(String id, String version, String body) {
    return PluginJar.answering(id, body).property("plugin.version", version);
  }

  private Path says(String version, String word) {
    return plugin("desk", version, "answer.text(\"" + word + "\");")
        .jar(built, "desk-" + version + ".jar");
  }
}
