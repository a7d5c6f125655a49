package dev.atrium.platform.inference.engine;

/**
 * What a tenant has of an engine.
 *
 * @param waiting its sequences in the queue
 * @param running its sequences that hold a part of the KV cache
 * @param served what its ended sequences took; the same numbers as in the ledger
 * @param counter its service so far, weighted: computed prompt tokens and twice the generated ones
 * @param keptTokens prompt tokens kept for it
 */
public record TenantLoad(
    int waiting, int running, TokenUsage served, double counter, long keptTokens) {}
