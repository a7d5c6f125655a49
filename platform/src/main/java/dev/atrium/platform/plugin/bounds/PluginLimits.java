package dev.atrium.platform.plugin.bounds;

import java.time.Duration;

/**
 * What a plugin may cost.
 *
 * @param concurrentTurns of one tenant at a time
 * @param processorTime of a turn
 * @param allocatedBytes of a turn, garbage included
 * @param modelTokens of a turn, prompts included
 * @param outcomes recorded in a turn
 * @param faultsInARow after which the plugin rests for the tenant
 * @param rest how long
 * @param lostThreads turns that never end, after which the plugin is quarantined
 */
public record PluginLimits(
    int concurrentTurns,
    Duration processorTime,
    long allocatedBytes,
    int modelTokens,
    int outcomes,
    int faultsInARow,
    Duration rest,
    int lostThreads) {
  public static final PluginLimits DEFAULT =
      new PluginLimits(
          64, Duration.ofSeconds(20), 8L << 30, 100_000, 64, 5, Duration.ofSeconds(30), 8);

  public PluginLimits withProcessorTime(Duration other) {
    return new PluginLimits(
        concurrentTurns,
        other,
        allocatedBytes,
        modelTokens,
        outcomes,
        faultsInARow,
        rest,
        lostThreads);
  }

  public PluginLimits withAllocatedBytes(long other) {
    return new PluginLimits(
        concurrentTurns,
        processorTime,
        other,
        modelTokens,
        outcomes,
        faultsInARow,
        rest,
        lostThreads);
  }

  public PluginLimits withConcurrentTurns(int other) {
    return new PluginLimits(
        other,
        processorTime,
        allocatedBytes,
        modelTokens,
        outcomes,
        faultsInARow,
        rest,
        lostThreads);
  }
}
