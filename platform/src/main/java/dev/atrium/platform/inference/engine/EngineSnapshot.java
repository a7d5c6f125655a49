package dev.atrium.platform.inference.engine;

/**
 * What an engine is doing, for metrics. Counters grow from the engine's start.
 *
 * @param waiting sequences in the queue
 * @param running sequences that hold a slot
 * @param lastRows rows of the last step: its batch size
 * @param lastStepMillis duration of the last step
 * @param kvTokensUsed cache tokens promised to running sequences, worst case
 * @param kvTokensTotal cache tokens there are
 * @param promptTokens counter of prompt tokens computed
 * @param generatedTokens counter of tokens chosen
 * @param steps counter of steps
 */
public record EngineSnapshot(
    int waiting,
    int running,
    int lastRows,
    double lastStepMillis,
    long kvTokensUsed,
    long kvTokensTotal,
    long promptTokens,
    long generatedTokens,
    long steps) {}
