package dev.atrium.platform.calls;

/**
 * Asks a tenant's scenario to answer a message of a conversation. Streams {@link CallEvent}s, ends
 * with a {@link CallResult}.
 *
 * @param scenario the scenario's id in the tenant's definition
 * @param conversation the conversation's id, chosen by the caller; a new one starts a conversation
 */
public record ScenarioTurn(
    CallContext context, String scenario, String conversation, String text) {}
