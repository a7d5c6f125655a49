package dev.atrium.platform.console;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;

/** An answer on its way to the console, one event at a time, as the test says. */
final class ScriptedAnswer {
  private final HttpServerResponse response;
  private final JsonObject question;
  private final String path;
  private boolean singleBytes;
  private final Promise<Void> left = Promise.promise();

  ScriptedAnswer(HttpServerResponse response, String path, JsonObject question) {
    this.response = response;
    this.path = path;
    this.question = question;
    response.exceptionHandler(failure -> left.tryComplete());
    response.closeHandler(closed -> left.tryComplete());
  }

  String question() {
    return question.getString("text");
  }

  String path() {
    return path;
  }

  ScriptedAnswer text(String piece) {
    return event("text", new JsonObject().put("text", piece));
  }

  ScriptedAnswer cites(int number, String title, String section, String quote) {
    var citation =
        new JsonObject()
            .put("number", number)
            .put("document", "fees.md")
            .put("section", section)
            .put("title", title)
            .put("quote", quote);
    return event("citation", Contract.conforming("Citation", citation));
  }

  ScriptedAnswer handsOver(String reason, String message) {
    var handOver = new JsonObject().put("reason", reason).put("message", message);
    return event("handover", Contract.conforming("HandOver", handOver));
  }

  ScriptedAnswer fails(int status, String detail) {
    event("error", ScriptedPlatform.problem(status, detail));
    response.end();
    return this;
  }

  void done() {
    var usage =
        new JsonObject().put("promptTokens", 9).put("cachedTokens", 0).put("generatedTokens", 3);
    var end = new JsonObject().put("callId", "call").put("outcome", "answered").put("usage", usage);
    event("done", Contract.conforming("TurnEnd", end));
    response.end();
  }

  /** Answers with a problem instead of a stream. */
  void refuses(int status, String detail) {
    ScriptedPlatform.problem(response, status, detail);
  }

  /** Ends the stream without the event that says it is complete. */
  void endsEarly() {
    response.end();
  }

  /** From here on every byte travels alone. */
  ScriptedAnswer inSingleBytes() {
    singleBytes = true;
    return this;
  }

  /** Breaks the connection in the middle of the stream. */
  void breaksOff() {
    response.reset();
  }

  /** Completes when the console has hung up. */
  CompletableFuture<Void> left() {
    Future<Void> future = left.future();
    return future.toCompletionStage().toCompletableFuture();
  }

  private ScriptedAnswer event(String name, JsonObject data) {
    if (!response.headWritten()) {
      response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    }
    var event = Buffer.buffer("event: " + name + "\ndata: " + data.encode() + "\n\n");
    var step = singleBytes ? 1 : event.length();
    for (var at = 0; at < event.length(); at += step) {
      response.write(event.slice(at, at + step));
    }
    return this;
  }
}
