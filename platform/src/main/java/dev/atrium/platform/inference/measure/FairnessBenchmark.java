package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.TenantLoad;
import dev.atrium.platform.inference.torch.TorchModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * How a device is shared: tenants that always have requests waiting, of very different lengths, and
 * one that asks a short question now and then.
 */
public final class FairnessBenchmark implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int SEQUENCES = 16;
  private static final int QUEUE = 100_000;
  private static final int WARM_UP = 32;
  private static final int LIGHT_PROMPT = 16;
  private static final int LIGHT_QUESTIONS = 6;
  private static final Duration LIGHT_PAUSE = Duration.ofMillis(400);
  private static final Duration SAMPLE = Duration.ofMillis(20);

  private final StepClock.Notes notes = new StepClock.Notes();
  private final ModelReplica replica;
  private int run;

  private record Submitted(long begin, List<CompletableFuture<Asked>> requests) {}

  /**
   * What was measured with a number of tenants that are all backlogged.
   *
   * @param tokensPerSecond prompt and generated tokens, of all tenants together
   * @param unsharedTokensPerSecond the same requests as one tenant's, in the order of their arrival
   * @param leastService of the tenants' service, prompt tokens and twice the generated ones, from
   *     the moment at which each was served until one has nothing waiting any more
   * @param mostService the most of them
   * @param stepMillis mean of a step meanwhile
   * @param lightFirstTokenMillis of a tenant that asks now and then beside them, mean
   * @param lightAloneFirstTokenMillis the same on an idle device
   */
  public record Row(
      int tenants,
      double tokensPerSecond,
      double unsharedTokensPerSecond,
      double leastService,
      double mostService,
      double stepMillis,
      double lightFirstTokenMillis,
      double lightAloneFirstTokenMillis) {

    /** The most served tenant's service in parts of the least served one's. */
    public double ratio() {
      return mostService / leastService;
    }
  }

  private FairnessBenchmark(Path model) {
    var settings = EngineSettings.DEFAULT.withSequences(SEQUENCES).withQueues(QUEUE, QUEUE);
    this.replica = TorchModels.load(model, settings, notes::around);
  }

  /** Loads a model folder. */
  public static FairnessBenchmark load(Path model) {
    return new FairnessBenchmark(model);
  }

  /**
   * @param requests of all tenants together, at least one of each
   */
  public Row measure(int tenants, int requests) {
    rate(submit(tenants, WARM_UP, false));
    var unshared = rate(submit(tenants, requests, false));
    var alone = light(() -> true);
    notes.take();
    var all = submit(tenants, requests, true);
    var ended = CompletableFuture.supplyAsync(() -> rate(all));
    var beside = CompletableFuture.supplyAsync(() -> light(() -> !ended.isDone()));
    var services = servicesWhileAllWait(tenants, ended);
    return new Row(
        tenants,
        ended.join(),
        unshared,
        services.getMin(),
        services.getMax(),
        stepMillis(),
        beside.join(),
        alone);
  }

  /** Every other tenant has long prompts and short answers, the others the reverse. */
  private Submitted submit(int tenants, int requests, boolean apart) {
    run++;
    var random = new Random(1);
    var begin = System.nanoTime();
    var all = new ArrayList<CompletableFuture<Asked>>();
    for (var request = 0; request < Math.max(tenants, requests); request++) {
      var tenant = request % tenants;
      var reads = tenant % 2 == 0;
      var prompt = reads ? 100 + random.nextInt(100) : 4 + random.nextInt(20);
      var answer = reads ? 2 + random.nextInt(6) : 20 + random.nextInt(40);
      var name = name(apart ? tenant : 0);
      all.add(Asked.of(replica, name, tokens(random, prompt), answer));
    }
    return new Submitted(begin, all);
  }

  private String name(int tenant) {
    return run + "-" + tenant;
  }

  /** Tokens per second until all have ended. */
  private static double rate(Submitted submitted) {
    var tokens = 0L;
    for (var asked : submitted.requests()) {
      var usage = asked.join().usage();
      tokens += usage.prompt() - usage.cached() + usage.generated();
    }
    return tokens / ((System.nanoTime() - submitted.begin()) / NANOS);
  }

  private double light(BooleanSupplier beside) {
    var numbers = new Random(2);
    var asked = new DoubleSummaryStatistics();
    while (asked.getCount() < LIGHT_QUESTIONS && beside.getAsBoolean()) {
      pause(LIGHT_PAUSE);
      asked.accept(Asked.of(replica, "light", tokens(numbers, LIGHT_PROMPT), 1).join().millis());
    }
    return asked.getAverage();
  }

  private static void pause(Duration duration) {
    var later = CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture.runAsync(() -> {}, later).join();
  }

  /** Each tenant's service up to the last moment at which all of them had requests waiting. */
  private DoubleSummaryStatistics servicesWhileAllWait(int tenants, CompletableFuture<?> ended) {
    var first = loads(tenants);
    var last = first;
    while (!ended.isDone()) {
      var now = loads(tenants);
      if (now.stream().anyMatch(load -> load.waiting() == 0)) {
        break;
      }
      last = now;
      pause(SAMPLE);
    }
    var services = new DoubleSummaryStatistics();
    for (var tenant = 0; tenant < tenants; tenant++) {
      services.accept(last.get(tenant).counter() - first.get(tenant).counter());
    }
    return services;
  }

  private List<TenantLoad> loads(int tenants) {
    var all = replica.loads();
    return IntStream.range(0, tenants).mapToObj(tenant -> all.get(name(tenant))).toList();
  }

  private double stepMillis() {
    return notes.take().stream()
        .mapToDouble(step -> (step.end() - step.begin()) / NANOS_PER_MILLI)
        .average()
        .orElse(0);
  }

  private List<Integer> tokens(Random numbers, int count) {
    return numbers.ints(count, 0, replica.info().vocabularySize()).boxed().toList();
  }

  @Override
  public void close() {
    replica.close();
  }
}
