package dev.atrium.platform.node.bench;

import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** A model that says the last message back at once, as one piece; a word is a token. */
final class EchoModel extends Actor {
  static final String NAME = "echo";
  static final String VERSION = "1";

  EchoModel() {
    super(Addresses.inference(NAME));
    onStream(GenerationRequest.class, EchoModel::answer);
  }

  private static Future<GenerationResult> answer(GenerationRequest request, StreamReply reply) {
    var text = text(request.prompt());
    int tokens = words(text);
    reply.send(new GenerationPiece(text, tokens, 0, List.of()));
    return Future.succeededFuture(
        new GenerationResult(
            NAME + "@" + VERSION,
            FinishReason.STOP,
            List.of(FinishReason.STOP),
            new TokenUsage(tokens, 0, tokens),
            0,
            0,
            Optional.empty()));
  }

  private static String text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat chat -> chat.messages().getLast().content();
      case Prompt.Text plain -> plain.text();
      case Prompt.Tokens tokens -> "";
    };
  }

  private static int words(String text) {
    int words = 1;
    for (int index = 0; index < text.length(); index++) {
      words += text.charAt(index) == ' ' ? 1 : 0;
    }
    return words;
  }
}
