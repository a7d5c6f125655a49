package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a chat completion as chunks: of each answer the role, the text and the finish reason, then
 * usage and the end.
 */
final class ChatEvents implements EventRenderer {
  static final String DONE = "data: [DONE]\n\n";

  private final Head head;
  private final boolean usageWanted;
  private final Set<Integer> begun = new HashSet<>();
  private final Set<Integer> calling = new HashSet<>();
  private String model = "";

  /**
   * What all chunks of a completion share.
   *
   * @param metadata what the client sent along; the finishing chunks return it
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
      case TextDelta piece when !piece.text().isEmpty() || !piece.logprobs().isEmpty() ->
          beginning(piece.choice())
              .appendBuffer(
                  chunk(
                      new ChunkChoice(
                          piece.choice(),
                          Delta.text(piece.text()),
                          LogprobsReply.chat(piece.logprobs()),
                          Optional.empty())));
      case ToolCalled called -> {
        calling.add(called.choice());
        yield beginning(called.choice())
            .appendBuffer(chunk(ChunkChoice.of(called.choice(), Delta.call(called))));
      }
      default -> Buffer.buffer();
    };
  }

  @Override
  public Buffer completion(CallResult result) {
    model = result.model();
    var events = Buffer.buffer();
    for (int choice = 0; choice < result.choices().size(); choice++) {
      events.appendBuffer(beginning(choice)).appendBuffer(ending(choice, result));
    }
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

  private Buffer beginning(int choice) {
    return begun.add(choice) ? chunk(ChunkChoice.of(choice, Delta.BEGIN)) : Buffer.buffer();
  }

  private Buffer ending(int choice, CallResult result) {
    var reason = result.choices().get(choice);
    var finish = ChatReply.finishReason(reason, calling.contains(choice));
    return chunk(new ChunkChoice(choice, Delta.NONE, Optional.empty(), Optional.of(finish)));
  }

  private Buffer chunk(ChunkChoice choice) {
    var chunk = chunk(List.of(choice), choice.finishReason().flatMap(end -> head.metadata()));
    return SentEvents.data(usageWanted ? chunk.metered(Optional.empty()) : chunk);
  }

  private Chunk chunk(List<ChunkChoice> choices, Optional<JsonNode> metadata) {
    return new Chunk(head.id(), "chat.completion.chunk", head.created(), model, choices, metadata);
  }
}
