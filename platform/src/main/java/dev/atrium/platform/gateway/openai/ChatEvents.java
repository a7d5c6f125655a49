package dev.atrium.platform.gateway.openai;

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
  private final String model;
  private final boolean usageWanted;
  private boolean begun;

  /** What all chunks of a completion share. */
  record Head(String id, long created) {}

  /**
   * @param model as the client asked for it
   */
  ChatEvents(Head head, String model, boolean usageWanted) {
    this.head = head;
    this.model = model;
    this.usageWanted = usageWanted;
  }

  @Override
  public Buffer event(CallEvent event) {
    if (event instanceof TextDelta(var text, var tokens) && !text.isEmpty()) {
      var delta = new Delta(Optional.empty(), Optional.of(text));
      return beginning().appendBuffer(chunk(model, delta, Optional.empty()));
    }
    return Buffer.buffer();
  }

  @Override
  public Buffer completion(CallResult result) {
    var finish = Optional.of(ChatReply.finishReason(result.finish()));
    var events = beginning().appendBuffer(chunk(result.model(), Delta.NONE, finish));
    if (usageWanted) {
      var usage = Optional.of(Usage.of(result.usage()));
      events.appendBuffer(SentEvents.data(chunk(result.model(), List.of()).metered(usage)));
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
    return chunk(model, new Delta(Optional.of("assistant"), Optional.of("")), Optional.empty());
  }

  private Buffer chunk(String answering, Delta delta, Optional<String> finish) {
    var choice = new ChunkChoice(0, delta, Optional.empty(), finish);
    var chunk = chunk(answering, List.of(choice));
    return SentEvents.data(usageWanted ? chunk.metered(Optional.empty()) : chunk);
  }

  private Chunk chunk(String answering, List<ChunkChoice> choices) {
    return new Chunk(head.id(), "chat.completion.chunk", head.created(), answering, choices);
  }
}
