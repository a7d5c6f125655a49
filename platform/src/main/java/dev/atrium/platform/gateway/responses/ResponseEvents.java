package dev.atrium.platform.gateway.responses;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.call.EventRenderer;
import dev.atrium.platform.gateway.call.SentEvents;
import dev.atrium.platform.gateway.http.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Writes a response as OpenAI's numbered events. */
final class ResponseEvents implements EventRenderer {
  private static final int NONE = -1;

  private final ResponseDocument document;
  private final StringBuilder text = new StringBuilder();
  private final List<ObjectNode> output = new ArrayList<>();
  private String model = "";
  private int message = NONE;
  private int sequence;

  ResponseEvents(ResponseDocument document) {
    this.document = document;
  }

  @Override
  public Buffer event(CallEvent event) {
    return switch (event) {
      case CallEvent.Began(var answering) -> {
        model = answering;
        yield Buffer.buffer();
      }
      case TextDelta piece when !piece.text().isEmpty() -> said(piece.text());
      case ToolCalled called -> called(called);
      default -> Buffer.buffer();
    };
  }

  @Override
  public Buffer completion(CallResult result) {
    model = result.model();
    var events = beginning();
    if (message == NONE && output.isEmpty()) {
      events.appendBuffer(messageBegins());
    }
    if (message != NONE) {
      events.appendBuffer(messageEnds());
    }
    var response = document.ended(result, output);
    var name = "response." + response.get("status").asText();
    return events.appendBuffer(write(event(name).set("response", response)));
  }

  @Override
  public Buffer failure(Failure failure) {
    return write(
        event("error")
            .put("code", failure.code())
            .put("message", failure.message())
            .putNull("param"));
  }

  private Buffer said(String words) {
    var events = beginning();
    if (message == NONE) {
      events.appendBuffer(messageBegins());
    }
    text.append(words);
    var delta = inMessage("response.output_text.delta").put("delta", words);
    delta.putArray("logprobs");
    return events.appendBuffer(write(delta));
  }

  private Buffer called(ToolCalled called) {
    var events = beginning();
    int index = output.size();
    var item = document.call(called, true);
    output.add(item);
    var id = item.get("id").asText();
    var begun = document.call(called, false);
    events.appendBuffer(item("response.output_item.added", index, begun));
    events.appendBuffer(
        write(
            at("response.function_call_arguments.delta", index)
                .put("item_id", id)
                .put("delta", called.arguments())));
    events.appendBuffer(
        write(
            at("response.function_call_arguments.done", index)
                .put("item_id", id)
                .put("name", called.name())
                .put("arguments", called.arguments())));
    return events.appendBuffer(item("response.output_item.done", index, item));
  }

  private Buffer beginning() {
    if (sequence > 0) {
      return Buffer.buffer();
    }
    return write(event("response.created").<ObjectNode>set("response", document.begun(model)))
        .appendBuffer(write(event("response.in_progress").set("response", document.begun(model))));
  }

  private Buffer messageBegins() {
    message = output.size();
    output.add(document.message("", false));
    var part = inMessage("response.content_part.added");
    return item("response.output_item.added", message, output.getLast())
        .appendBuffer(write(part.set("part", ResponseDocument.part(""))));
  }

  private Buffer messageEnds() {
    var whole = text.toString();
    output.set(message, document.message(whole, true));
    var done = inMessage("response.output_text.done").put("text", whole);
    done.putArray("logprobs");
    var part = inMessage("response.content_part.done");
    return write(done)
        .appendBuffer(write(part.set("part", ResponseDocument.part(whole))))
        .appendBuffer(item("response.output_item.done", message, output.get(message)));
  }

  private ObjectNode inMessage(String name) {
    return at(name, message)
        .put("item_id", output.get(message).get("id").asText())
        .put("content_index", 0);
  }

  private Buffer item(String name, int index, ObjectNode item) {
    return write(at(name, index).set("item", item));
  }

  private static ObjectNode at(String name, int index) {
    return event(name).put("output_index", index);
  }

  private static ObjectNode event(String name) {
    return JsonNodeFactory.instance.objectNode().put("type", name);
  }

  /** Numbers an event and writes it. */
  private Buffer write(ObjectNode event) {
    event.put("sequence_number", sequence++);
    return SentEvents.named(event.get("type").asText(), event);
  }
}
