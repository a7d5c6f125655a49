package dev.atrium.platform.calls;

/**
 * Tells the tenant how much of a call reached its client, once, after the last byte or the abort.
 * The ledger row is written then.
 *
 * @param deliveredTokens generated tokens whose text was written to the client's connection
 */
public record CallClosed(String callId, int deliveredTokens, boolean aborted) {}
