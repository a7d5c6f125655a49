package dev.atrium.spi;

import java.util.List;

/**
 * A business use: answers the messages of a tenant's end users. One instance serves all tenants
 * that use the plugin, from many threads at once; keep what belongs to a conversation in {@link
 * Conversation#remember}. A plugin names its scenario class in {@code META-INF/extensions.idx}; the
 * class is public and has a public constructor without parameters.
 */
public interface Scenario extends AtriumExtension {
  /**
   * Answers one message. May block. The answer goes to {@code answer} piece by piece.
   *
   * @throws InterruptedException when the deadline passed or the caller went away; let it through
   * @throws ScenarioException when the turn cannot be answered, with a sentence for the caller
   */
  void answer(UserMessage message, TurnContext context, AnswerSink answer)
      throws InterruptedException;

  /**
   * Warms up and checks itself, once, before the first turn and within 20 seconds. Whatever it
   * throws keeps this version from serving; the version before it goes on.
   */
  default void selfTest() throws Exception {}

  /**
   * The settings that it takes, with their fallbacks. A turn of a tenant whose settings break them
   * is refused with a sentence that names the setting.
   */
  default List<Setting> settings() {
    return List.of();
  }
}
