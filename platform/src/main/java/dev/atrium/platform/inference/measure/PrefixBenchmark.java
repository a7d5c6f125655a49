package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.torch.TorchModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A day of conversations: tenants as busy as Zipf's law says, each with a system prompt of its own,
 * conversations of several turns that go on among others. Every turn sends all that was said.
 */
public final class PrefixBenchmark implements AutoCloseable {
  private static final int TENANTS = 20;
  private static final int SYSTEM_TOKENS = 200;
  private static final int TURNS = 5;
  private static final int OPEN = 12;
  private static final int THIRD = 3;

  private final ModelReplica replica;
  private final Random random = new Random(1);
  private final Map<Integer, List<Integer>> systems = new HashMap<>();

  /**
   * What a day came to.
   *
   * @param requests turns asked
   * @param hitShare share of the prompt tokens that were found in the cache
   * @param firstTokenMillisAtTurn3 mean over the third turns
   * @param coldFirstTokenMillisAtTurn3 the same prompts, of tenants that never asked before
   */
  public record Row(
      int tenants,
      int requests,
      double hitShare,
      double firstTokenMillisAtTurn3,
      double coldFirstTokenMillisAtTurn3) {}

  private record Talk(int tenant, List<Integer> said, int turn) {}

  private PrefixBenchmark(ModelReplica replica) {
    this.replica = replica;
  }

  /** Loads a model folder. */
  public static PrefixBenchmark load(Path model, EngineSettings settings) {
    return new PrefixBenchmark(TorchModels.load(model, settings));
  }

  /** Holds so many conversations. */
  public Row measure(int conversations) {
    var open = new ArrayList<Talk>();
    var started = 0;
    var requests = 0;
    var prompt = 0L;
    var cached = 0L;
    var warm = new ArrayList<Double>();
    var cold = new ArrayList<Double>();
    while (started < conversations || !open.isEmpty()) {
      while (open.size() < OPEN && started < conversations) {
        open.add(begin());
        started++;
      }
      var talk = open.remove(random.nextInt(open.size()));
      var asking = ask(talk);
      var asked = Asked.of(replica, "tenant-" + talk.tenant(), asking, 1).join();
      requests++;
      prompt += asked.usage().prompt();
      cached += asked.usage().cached();
      if (talk.turn() + 1 == THIRD) {
        warm.add(asked.millis());
        cold.add(Asked.of(replica, "stranger-" + requests, asking, 1).join().millis());
      }
      if (talk.turn() + 1 < TURNS) {
        open.add(new Talk(talk.tenant(), answered(asking), talk.turn() + 1));
      }
    }
    return new Row(TENANTS, requests, (double) cached / prompt, mean(warm), mean(cold));
  }

  private Talk begin() {
    var tenant = zipf();
    return new Talk(tenant, systems.computeIfAbsent(tenant, t -> tokens(SYSTEM_TOKENS)), 0);
  }

  /** Tenant n is asked 1/n as often as the first. */
  private int zipf() {
    var total = 0.0;
    for (var n = 1; n <= TENANTS; n++) {
      total += 1.0 / n;
    }
    var at = random.nextDouble() * total;
    for (var n = 1; n < TENANTS; n++) {
      at -= 1.0 / n;
      if (at < 0) {
        return n;
      }
    }
    return TENANTS;
  }

  private List<Integer> ask(Talk talk) {
    var all = new ArrayList<>(talk.said());
    all.addAll(tokens(10 + random.nextInt(50)));
    return all;
  }

  private List<Integer> answered(List<Integer> asking) {
    var all = new ArrayList<>(asking);
    all.addAll(tokens(20 + random.nextInt(60)));
    return all;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
  }

  private List<Integer> tokens(int count) {
    return random.ints(count, 0, replica.info().vocabularySize()).boxed().toList();
  }

  @Override
  public void close() {
    replica.close();
  }
}
