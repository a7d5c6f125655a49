package dev.atrium.platform.inference.engine;

/**
 * An adapter's weights, read and fitted to a model, ready to be handed to a {@link ModelRunner} of
 * the same kind. Made on any thread.
 */
public interface AdapterWeights {}
