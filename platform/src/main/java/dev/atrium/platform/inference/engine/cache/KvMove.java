package dev.atrium.platform.inference.engine.cache;

/**
 * Consecutive places to be copied, in every layer; source and target never overlap.
 *
 * @param from first place of the source
 * @param to first place of the target
 */
public record KvMove(int from, int to, int count) {}
