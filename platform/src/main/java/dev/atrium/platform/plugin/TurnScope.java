package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import dev.atrium.spi.Content;
import dev.atrium.spi.Conversation;
import dev.atrium.spi.HttpOut;
import dev.atrium.spi.Knowledge;
import dev.atrium.spi.Message;
import dev.atrium.spi.Models;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Passage;
import dev.atrium.spi.Secrets;
import dev.atrium.spi.SettingValues;
import dev.atrium.spi.Settings;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.catalogue.Catalogue;
import dev.atrium.spi.data.Data;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one turn lends its plugin. */
final class TurnScope implements TurnContext, Knowledge, Conversation {
  static final int MAX_STATE_CHARACTERS = 65_536;

  private final PluginTurn turn;
  private final LoadedScenario scenario;
  private final TurnServices services;
  private final TurnModels models;
  private final TurnEvents events;
  private final Map<String, String> state;

  TurnScope(
      PluginTurn turn,
      LoadedScenario scenario,
      TurnServices services,
      TurnModels models,
      TurnEvents events) {
    this.turn = turn;
    this.scenario = scenario;
    this.services = services;
    this.models = models;
    this.events = events;
    this.state = new ConcurrentHashMap<>(turn.state());
  }

  @Override
  public String tenant() {
    return turn.tenant().value();
  }

  @Override
  public String language() {
    return turn.language();
  }

  @Override
  public Models models() {
    return models;
  }

  @Override
  public Knowledge knowledge() {
    return this;
  }

  @Override
  public Data data() {
    return new TurnData(turn.content().data());
  }

  @Override
  public Conversation conversation() {
    return this;
  }

  @Override
  public Catalogue catalogue() {
    return services.catalogue().open(turn.tenant(), turn.endUser());
  }

  @Override
  public Outcomes outcomes() {
    return events;
  }

  @Override
  public Settings settings() {
    return SettingValues.of(scenario.scenario().settings(), turn.settings());
  }

  @Override
  public Content content() {
    return turn.content();
  }

  @Override
  public Secrets secrets() {
    return services.outside().secrets(turn.tenant(), scenario.permissions());
  }

  @Override
  public HttpOut http() {
    return services.outside().http(scenario.permissions(), models::left);
  }

  @Override
  public Logger log() {
    return LoggerFactory.getLogger("plugin." + scenario.pluginId() + "." + turn.tenant());
  }

  @Override
  public List<Passage> search(String question, int limit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Nobody waits for this answer any more.");
    }
    try {
      return services.knowledge().search(turn.tenant(), question, limit);
    } catch (AtriumException refusal) {
      throw new PlatformRefusal(refusal);
    }
  }

  @Override
  public String id() {
    return turn.conversation();
  }

  @Override
  public List<Message> history() {
    return turn.history();
  }

  @Override
  public Map<String, String> state() {
    return Map.copyOf(state);
  }

  @Override
  public void remember(String key, String value) {
    state.put(key, value);
    var characters =
        state.entrySet().stream().mapToInt(e -> e.getKey().length() + e.getValue().length()).sum();
    if (characters > MAX_STATE_CHARACTERS) {
      state.remove(key);
      throw new PlatformRefusal(
          AtriumException.outside(
              "state_too_large",
              "The scenario remembers more than "
                  + MAX_STATE_CHARACTERS
                  + " characters of a conversation."));
    }
  }
}
