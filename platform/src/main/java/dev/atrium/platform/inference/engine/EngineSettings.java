package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How an engine uses its machine.
 *
 * @param sequences sequences that run at the same time
 * @param contextTokens prompt and answer together; 0 = the model's own limit, at most 4096
 * @param queue sequences that may wait
 * @param tenantQueue sequences of one tenant that may wait
 * @param prefillTokens prompt tokens computed in a step while nothing is being decoded
 * @param prefillTokensBesideDecoding the same while answers are being written: small, so that a
 *     long prompt does not hold them up
 * @param precision number format of weights and activations
 * @param drain how long closing waits for sequences in flight
 * @param kvBytes memory for the KV cache; 0 = as much as so many sequences of a whole context need,
 *     and half as much again for prompts kept
 * @param sharedPrompts system messages of the operator's own: what the cache keeps of them serves
 *     all tenants
 */
public record EngineSettings(
    int sequences,
    int contextTokens,
    int queue,
    int tenantQueue,
    int prefillTokens,
    int prefillTokensBesideDecoding,
    Precision precision,
    Duration drain,
    long kvBytes,
    List<String> sharedPrompts) {

  /** Number formats. */
  public enum Precision {
    /** Exact: half-precision weights are widened. */
    FLOAT32("fp32"),
    /** Half the memory; logits off by about one per cent of their spread. */
    BFLOAT16("bf16"),
    /** Weights in 8 bits, activations in bfloat16: a quarter of the memory, slow for prompts. */
    INT8("int8"),
    /**
     * Weights and activations of matrix products in 8 bits: the fastest, a quarter of the memory.
     */
    W8A8("w8a8");

    private final String label;

    Precision(String label) {
      this.label = label;
    }

    /** As people write it: {@code fp32}. */
    public String label() {
      return label;
    }

    /**
     * The format with this label or name, in any case.
     *
     * @throws AtriumException CALLER if there is none
     */
    public static Precision of(String text) {
      return Arrays.stream(values())
          .filter(each -> each.label.equalsIgnoreCase(text) || each.name().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () ->
                  AtriumException.caller(
                      "unknown_format",
                      "There is no number format '%s'; there are %s."
                          .formatted(text, String.join(", ", labels()))));
    }

    /** All labels. */
    public static List<String> labels() {
      return Arrays.stream(values()).map(Precision::label).toList();
    }
  }

  /** Settings without shared prompts. */
  public EngineSettings(
      int sequences,
      int contextTokens,
      int queue,
      int tenantQueue,
      int prefillTokens,
      int prefillTokensBesideDecoding,
      Precision precision,
      Duration drain,
      long kvBytes) {
    this(
        sequences,
        contextTokens,
        queue,
        tenantQueue,
        prefillTokens,
        prefillTokensBesideDecoding,
        precision,
        drain,
        kvBytes,
        List.of());
  }

  public static final EngineSettings DEFAULT =
      new EngineSettings(16, 0, 256, 128, 512, 64, Precision.FLOAT32, Duration.ofSeconds(20), 0);

  public EngineSettings {
    sharedPrompts = List.copyOf(sharedPrompts);
    var problems = new ArrayList<String>();
    require(problems, sequences >= 1 && sequences <= 1024, "sequences is between 1 and 1024");
    require(problems, contextTokens >= 0, "contextTokens is not negative");
    require(problems, queue >= 1, "queue is at least 1");
    require(problems, tenantQueue >= 1, "tenantQueue is at least 1");
    require(problems, kvBytes >= 0, "kvBytes is not negative");
    require(problems, prefillTokens >= 1, "prefillTokens is at least 1");
    require(
        problems, prefillTokensBesideDecoding >= 1, "prefillTokensBesideDecoding is at least 1");
    if (!problems.isEmpty()) {
      throw AtriumException.caller("invalid_engine_settings", String.join("; ", problems) + ".");
    }
  }

  /** These settings with another number of sequences. */
  public EngineSettings withSequences(int count) {
    return new EngineSettings(
        count,
        contextTokens,
        queue,
        tenantQueue,
        prefillTokens,
        prefillTokensBesideDecoding,
        precision,
        drain,
        kvBytes,
        sharedPrompts);
  }

  /** These settings with another number format. */
  public EngineSettings withPrecision(Precision format) {
    return new EngineSettings(
        sequences,
        contextTokens,
        queue,
        tenantQueue,
        prefillTokens,
        prefillTokensBesideDecoding,
        format,
        drain,
        kvBytes,
        sharedPrompts);
  }

  /** These settings with other bounds of the queue, in all and for one tenant. */
  public EngineSettings withQueues(int all, int tenant) {
    return new EngineSettings(
        sequences,
        contextTokens,
        all,
        tenant,
        prefillTokens,
        prefillTokensBesideDecoding,
        precision,
        drain,
        kvBytes,
        sharedPrompts);
  }

  /** These settings with so much memory for the KV cache. */
  public EngineSettings withKvBytes(long bytes) {
    return new EngineSettings(
        sequences,
        contextTokens,
        queue,
        tenantQueue,
        prefillTokens,
        prefillTokensBesideDecoding,
        precision,
        drain,
        bytes,
        sharedPrompts);
  }

  /** These settings with the operator's own system messages. */
  public EngineSettings withSharedPrompts(List<String> messages) {
    return new EngineSettings(
        sequences,
        contextTokens,
        queue,
        tenantQueue,
        prefillTokens,
        prefillTokensBesideDecoding,
        precision,
        drain,
        kvBytes,
        messages);
  }

  private static void require(ArrayList<String> problems, boolean holds, String rule) {
    if (!holds) {
      problems.add(rule);
    }
  }
}
