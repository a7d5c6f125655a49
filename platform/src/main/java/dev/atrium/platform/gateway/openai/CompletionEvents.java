package dev.atrium.platform.gateway.openai;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.call.EventRenderer;
import dev.atrium.platform.gateway.call.SentEvents;
import dev.atrium.platform.gateway.http.ErrorForm;
import dev.atrium.platform.gateway.http.Failure;
import dev.atrium.platform.gateway.openai.ChatReply.Usage;
import dev.atrium.platform.gateway.openai.CompletionReply.Head;
import dev.atrium.platform.gateway.openai.CompletionReply.TextChoice;
import dev.atrium.platform.gateway.openai.CompletionReply.TextCompletion;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a plain completion in pieces: the text, the finish reason, usage, the end. */
final class CompletionEvents implements EventRenderer {
  private final Head head;
  private final boolean usageWanted;
  private final Map<Integer, Integer> lengths = new HashMap<>();
  private String model = "";

  CompletionEvents(Head head, boolean usageWanted) {
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
          said(piece);
      default -> Buffer.buffer();
    };
  }

  @Override
  public Buffer completion(CallResult result) {
    model = result.model();
    var events = Buffer.buffer();
    for (int index = 0; index < result.choices().size(); index++) {
      var finish = ChatReply.finishReason(result.choices().get(index));
      events.appendBuffer(piece(TextChoice.end(index, finish)));
    }
    if (usageWanted) {
      var usage = Optional.of(Usage.of(result.usage()));
      events.appendBuffer(SentEvents.data(TextCompletion.of(head, model, List.of(), usage)));
    }
    return events.appendString(ChatEvents.DONE);
  }

  @Override
  public Buffer failure(Failure failure) {
    return SentEvents.data(ErrorForm.OPENAI.body(failure, head.id()));
  }

  private Buffer said(TextDelta piece) {
    int start = lengths.getOrDefault(piece.choice(), 0);
    lengths.put(piece.choice(), start + piece.text().length());
    return piece(
        new TextChoice(
            piece.choice(),
            piece.text(),
            LogprobsReply.text(piece.logprobs(), start),
            Optional.empty()));
  }

  private Buffer piece(TextChoice choice) {
    return SentEvents.data(TextCompletion.of(head, model, List.of(choice), Optional.empty()));
  }
}
