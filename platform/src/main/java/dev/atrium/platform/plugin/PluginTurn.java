package dev.atrium.platform.plugin;

import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a plugin to answer a message of a conversation. Streams {@code CallEvent}s, ends with a
 * {@link TurnOutcome}, which also tells a failure of the plugin, so that its usage is never lost.
 *
 * @param language the tenant's, {@code en} or {@code zh}
 * @param model the tenant's, a name of the catalogue
 * @param settings the scenario's settings in the tenant's definition
 * @param endUser whom the turn is for, if the caller said
 * @param history earlier messages, oldest first, without the one to be answered
 * @param state what earlier turns of the conversation remembered
 * @param deadline from now on
 */
public record PluginTurn(
    TenantId tenant,
    String callId,
    String conversation,
    String scenario,
    String language,
    String model,
    Map<String, String> settings,
    TenantContent content,
    Optional<String> endUser,
    List<Message> history,
    Map<String, String> state,
    String text,
    Duration deadline) {
  public PluginTurn {
    settings = Map.copyOf(settings);
    history = List.copyOf(history);
    state = Map.copyOf(state);
  }
}
