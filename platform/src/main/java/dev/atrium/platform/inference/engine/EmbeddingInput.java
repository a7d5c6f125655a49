package dev.atrium.platform.inference.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * A text to be made a vector of.
 *
 * @param tenant opaque; shares its part of the device with the tenant's other work
 * @param tokens as {@link ModelReplica#tokens} gives them
 * @param adapter name of one of the tenant's adapters; empty = the model as it is
 * @param timeout from submission; empty = none
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never shared
public record EmbeddingInput(
    String tenant,
    int[] tokens,
    Pooling pooling,
    Optional<String> adapter,
    Optional<Duration> timeout) {}
