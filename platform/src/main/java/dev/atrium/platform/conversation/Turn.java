package dev.atrium.platform.conversation;

import dev.atrium.platform.tenancy.TenantId;
import java.util.List;
import java.util.Map;

/**
 * The right to answer one message of a conversation, and what was said and remembered before.
 *
 * @param id of the turn; nobody else has the conversation while it lasts
 * @param history the latest messages, oldest first
 * @param state what earlier turns remembered
 */
public record Turn(
    TenantId tenant,
    String conversation,
    String id,
    List<Utterance> history,
    Map<String, String> state) {
  public Turn {
    history = List.copyOf(history);
    state = Map.copyOf(state);
  }
}
