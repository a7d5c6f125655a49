package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.call.EventRenderer;
import dev.atrium.platform.gateway.call.SentEvents;
import dev.atrium.platform.gateway.http.ErrorForm;
import dev.atrium.platform.gateway.http.Failure;
import dev.atrium.platform.gateway.openai.ChatReply.Chunk;
import dev.atrium.platform.gateway.openai.ChatReply.ChunkChoice;
import dev.atrium.platform.gateway.openai.ChatReply.Delta;
import dev.atrium.platform.gateway.openai.ChatReply.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Writes a chat completion as chunks: the role, the text, the finish reason, usage, the end. */
final class ChatEvents implements EventRenderer {
  private static final String DONE = "data: [DONE]\n\n";

  private final Head head;
  private final boolean usageWanted;
  private String model = "";
  private boolean begun;

  /**
   * What all chunks of a completion share.
   *
   * @param metadata what the client sent along; the finishing chunk returns it
   */
  record Head(String id, long created, Optional<JsonNode> metadata) {}

  ChatEvents(Head head, boolean usageWanted) {
    this.head = head;
    this.usageWanted = usageWanted;
  }

  @Override
  public Buffer event(CallEvent event) {
    return switch (event) {
      case CallEvent.Began(var answering) -> {
        model = answering;
        yield Buffer.buffer();
      }
      case TextDelta piece when !piece.text().isEmpty() -> {
        var delta = new Delta(Optional.empty(), Optional.of(piece.text()));
        yield beginning().appendBuffer(chunk(delta, Optional.empty()));
      }
      default -> Buffer.buffer();
    };
  }

  @Override
  public Buffer completion(CallResult result) {
    var finish = Optional.of(ChatReply.finishReason(result.finish()));
    model = result.model();
    var events = beginning().appendBuffer(chunk(Delta.NONE, finish));
    if (usageWanted) {
      var usage = Optional.of(Usage.of(result.usage()));
      events.appendBuffer(SentEvents.data(chunk(List.of(), Optional.empty()).metered(usage)));
    }
    return events.appendString(DONE);
  }

  @Override
  public Buffer failure(Failure failure) {
    return SentEvents.data(ErrorForm.OPENAI.body(failure, head.id()));
  }

  private Buffer beginning() {
    if (begun) {
      return Buffer.buffer();
    }
    begun = true;
    return chunk(new Delta(Optional.of("assistant"), Optional.of("")), Optional.empty());
  }

  private Buffer chunk(Delta delta, Optional<String> finish) {
    var choice = new ChunkChoice(0, delta, Optional.empty(), finish);
    var chunk = chunk(List.of(choice), finish.flatMap(end -> head.metadata()));
    return SentEvents.data(usageWanted ? chunk.metered(Optional.empty()) : chunk);
  }

  private Chunk chunk(List<ChunkChoice> choices, Optional<JsonNode> metadata) {
    return new Chunk(head.id(), "chat.completion.chunk", head.created(), model, choices, metadata);
  }
}
