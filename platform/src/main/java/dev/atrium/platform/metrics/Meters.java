package dev.atrium.platform.metrics;

import dev.atrium.platform.inference.engine.EngineSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of a node. Names are Prometheus'; a registry adds units where it must. */
public final class Meters {
  private static final Duration[] LATENCY_BUCKETS = {
    Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)
  };
  private static final Duration[] FIRST_TOKEN_BUCKETS = {
    Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(1)
  };
  private static final String MODEL_VERSION = "model_version";
  private static final String TENANT = "tenant";

  private final PrometheusMeterRegistry registry;
  private final MultiGauge promptCacheKept;
  private final MultiGauge promptCacheHits;

  /** Kept here because the registry's counters hold what they follow weakly. */
  private final List<Supplier<EngineSnapshot>> engines = new CopyOnWriteArrayList<>();

  /** By model version: the registry's own search takes longer than the counting. */
  private final Map<String, CallMeters> callMeters = new ConcurrentHashMap<>();

  /** The meters of one model version's calls; the counters by how calls ended. */
  private record CallMeters(Map<String, Counter> ended, Timer latency, Timer firstToken) {}

  public Meters(PrometheusMeterRegistry registry) {
    this.registry = registry;
    this.promptCacheKept =
        MultiGauge.builder("inference_prompt_cache_tokens")
            .description("Prompt tokens kept for a tenant")
            .register(registry);
    this.promptCacheHits =
        MultiGauge.builder("inference_prompt_cache_hit_tokens")
            .description("Prompt tokens of a tenant's calls that were found in the cache")
            .register(registry);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Counts a finished call.
   *
   * @param status {@code completed}, {@code failed} or {@code aborted}
   */
  public void call(String modelVersion, String status, Duration latency) {
    var meters = callMeters.computeIfAbsent(modelVersion, this::callMeters);
    meters
        .ended()
        .computeIfAbsent(
            status,
            end ->
                registry.counter("chat_requests_total", MODEL_VERSION, modelVersion, "status", end))
        .increment();
    meters.latency().record(latency);
  }

  /** Notes a call's time to its first token. */
  public void firstToken(String modelVersion, Duration sinceArrival) {
    callMeters.computeIfAbsent(modelVersion, this::callMeters).firstToken().record(sinceArrival);
  }

  private CallMeters callMeters(String modelVersion) {
    return new CallMeters(
        new ConcurrentHashMap<>(),
        Timer.builder("chat_latency_seconds")
            .description("From a call's arrival to its end")
            .tag(MODEL_VERSION, modelVersion)
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(registry),
        Timer.builder("chat_first_token_seconds")
            .description("From a call's arrival to the first piece of its answer")
            .tag(MODEL_VERSION, modelVersion)
            .serviceLevelObjectives(FIRST_TOKEN_BUCKETS)
            .register(registry));
  }

  /** Follows an engine. */
  public void engine(String modelVersion, Supplier<EngineSnapshot> engine) {
    engines.add(engine);
    gauge("inference_queue_depth", modelVersion, engine, EngineSnapshot::waiting);
    gauge("inference_running_sequences", modelVersion, engine, EngineSnapshot::running);
    gauge("inference_batch_size", modelVersion, engine, EngineSnapshot::lastRows);
    gauge("inference_step_seconds", modelVersion, engine, now -> now.lastStepMillis() / 1000);
    gauge("inference_kv_tokens_used", modelVersion, engine, EngineSnapshot::kvTokensUsed);
    gauge("inference_kv_tokens_capacity", modelVersion, engine, EngineSnapshot::kvTokensTotal);
    counter("inference_prompt_tokens_total", modelVersion, engine, EngineSnapshot::promptTokens);
    counter(
        "inference_generated_tokens_total", modelVersion, engine, EngineSnapshot::generatedTokens);
    counter("inference_steps_total", modelVersion, engine, EngineSnapshot::steps);
  }

  /**
   * What each tenant has of a model's cache, as it is now.
   *
   * @param kept prompt tokens kept, by tenant
   * @param cached prompt tokens that were found there since the start, by tenant
   */
  public void promptCache(String modelVersion, Map<String, Long> kept, Map<String, Long> cached) {
    register(promptCacheKept, modelVersion, kept);
    register(promptCacheHits, modelVersion, cached);
  }

  private static void register(MultiGauge gauge, String modelVersion, Map<String, Long> values) {
    gauge.register(
        values.entrySet().stream()
            .map(
                each ->
                    MultiGauge.Row.of(
                        Tags.of(TENANT, each.getKey(), MODEL_VERSION, modelVersion),
                        each.getValue()))
            .toList(),
        true);
  }

  /** Notes how late an event loop was. */
  public void eventLoopLag(Duration lag) {
    Timer.builder("event_loop_lag_seconds")
        .description("How late a timer of an event loop ran")
        .publishPercentiles(0.5, 0.99)
        .register(registry)
        .record(lag);
  }

  private void gauge(
      String name,
      String modelVersion,
      Supplier<EngineSnapshot> engine,
      ToDoubleFunction<EngineSnapshot> value) {
    Gauge.builder(name, engine, source -> value.applyAsDouble(source.get()))
        .tag(MODEL_VERSION, modelVersion)
        .strongReference(true)
        .register(registry);
  }

  private void counter(
      String name,
      String modelVersion,
      Supplier<EngineSnapshot> engine,
      ToDoubleFunction<EngineSnapshot> value) {
    // the registry holds functions' objects weakly; the engine outlives it as a constant of the
    // node
    FunctionCounter.builder(name, engine, source -> value.applyAsDouble(source.get()))
        .tag(MODEL_VERSION, modelVersion)
        .register(registry);
  }
}
