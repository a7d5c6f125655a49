package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.torch.TorchModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How a device is shared: tenants that always have requests waiting, of very different lengths, and
 * one that asks a short question now and then.
 */
public final class FairnessBenchmark implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final int SEQUENCES = 16;
  private static final int QUEUE = 100_000;
  private static final int LIGHT_PROMPT = 16;
  private static final int LIGHT_QUESTIONS = 6;
  private static final Duration LIGHT_PAUSE = Duration.ofMillis(400);

  private final ModelReplica replica;
  private final Random random = new Random(1);

  /**
   * What was measured with a number of tenants that are all backlogged.
   *
   * @param tokensPerSecond prompt and generated tokens, of all tenants together
   * @param leastService of the tenants' service, prompt tokens and twice the generated ones, while
   *     all of them waited
   * @param mostService the most of them
   * @param lightFirstTokenMillis of a tenant that asks now and then beside them, mean
   * @param lightAloneFirstTokenMillis the same on an idle device
   */
  public record Row(
      int tenants,
      double tokensPerSecond,
      double leastService,
      double mostService,
      double lightFirstTokenMillis,
      double lightAloneFirstTokenMillis) {}

  private FairnessBenchmark(ModelReplica replica) {
    this.replica = replica;
  }

  /** Loads a model folder. */
  public static FairnessBenchmark load(Path model) {
    var settings = EngineSettings.DEFAULT.withSequences(SEQUENCES).withQueues(QUEUE, QUEUE);
    return new FairnessBenchmark(TorchModels.load(model, settings));
  }

  /**
   * @param requests of each tenant
   */
  public Row measure(int tenants, int requests) {
    var alone = light();
    var begin = System.nanoTime();
    var all = new ArrayList<CompletableFuture<Asked>>();
    for (var request = 0; request < requests; request++) {
      for (var tenant = 0; tenant < tenants; tenant++) {
        all.add(ask(tenants, tenant));
      }
    }
    var beside = CompletableFuture.supplyAsync(this::light);
    var shares = sharesWhileAllWait(tenants, all);
    var tokens = 0L;
    for (var asked : all) {
      var usage = asked.join().usage();
      tokens += usage.prompt() - usage.cached() + usage.generated();
    }
    var seconds = (System.nanoTime() - begin) / NANOS;
    var least = shares.stream().mapToDouble(share -> share).min().orElse(0);
    var most = shares.stream().mapToDouble(share -> share).max().orElse(0);
    return new Row(tenants, tokens / seconds, least, most, beside.join(), alone);
  }

  /** Every other tenant has long prompts and short answers, the others the reverse. */
  private CompletableFuture<Asked> ask(int tenants, int tenant) {
    var longPrompt = tenant % 2 == 0;
    var prompt = longPrompt ? 100 + random.nextInt(100) : 4 + random.nextInt(20);
    var answer = longPrompt ? 2 + random.nextInt(6) : 20 + random.nextInt(40);
    return Asked.of(replica, name(tenants, tenant), tokens(random, prompt), answer);
  }

  private static String name(int tenants, int tenant) {
    return tenants + "-" + tenant;
  }

  private double light() {
    var numbers = new Random(2);
    var sum = 0.0;
    for (var i = 0; i < LIGHT_QUESTIONS; i++) {
      pause();
      sum += Asked.of(replica, "light", tokens(numbers, LIGHT_PROMPT), 1).join().millis();
    }
    return sum / LIGHT_QUESTIONS;
  }

  private static void pause() {
    var later = CompletableFuture.delayedExecutor(LIGHT_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture.runAsync(() -> {}, later).join();
  }

  /** Each tenant's service at the last moment at which all of them had requests waiting. */
  private List<Double> sharesWhileAllWait(int tenants, List<CompletableFuture<Asked>> all) {
    var shares = List.<Double>of();
    for (var asked : all) {
      var loads = replica.loads();
      var now = new ArrayList<Double>();
      for (var tenant = 0; tenant < tenants; tenant++) {
        var load = loads.get(name(tenants, tenant));
        if (load == null || load.waiting() == 0) {
          return shares;
        }
        now.add(load.counter());
      }
      shares = now;
      asked.join();
    }
    return shares;
  }

  private List<Integer> tokens(Random numbers, int count) {
    return numbers.ints(count, 0, replica.info().vocabularySize()).boxed().toList();
  }

  @Override
  public void close() {
    replica.close();
  }
}
