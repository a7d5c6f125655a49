package dev.atrium.platform.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.StreamCall;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A model that answers a prompt's last message as it is told to, in pieces of three characters.
 *
 * @param script makes the answer out of the message
 */
record ScriptedModel(UnaryOperator<String> script) implements ModelGateway {
  private static final int PIECE = 3;

  @Override
  public StreamCall<ModelAnswer> generate(
      ModelRequest request, Consumer<CallEvent.TextDelta> sink) {
    var text = script.apply(request.prompt().messages().getLast().text());
    var pieces = 0;
    for (var at = 0; at < text.length(); at += PIECE) {
      sink.accept(
          new CallEvent.TextDelta(text.substring(at, Math.min(text.length(), at + PIECE)), 1));
      pieces++;
    }
    var usage = new TokenUsage(1, 0, pieces);
    return new StreamCall<>(
        Future.succeededFuture(
            new ModelAnswer(FinishReason.STOP, usage, "scripted", 1, Optional.empty())),
        reason -> {});
  }

  /** Says back the first passage that it was given. */
  static String firstPassage(String prompt) {
    return prompt.substring(prompt.indexOf("[1] ") + "[1] ".length())
        .split("\n\\[2\\] |\n\n(?:Question: |问题：)")[0];
  }
}
