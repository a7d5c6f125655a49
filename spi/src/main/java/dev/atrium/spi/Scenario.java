package dev.atrium.spi;

/**
 * A business use: answers the messages of a tenant's end users. One instance serves all tenants
 * that use the plugin, from many threads at once; keep state in the {@link TurnContext}.
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
}
