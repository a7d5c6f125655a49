package dev.atrium.platform.node.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Vert.x server that parses the same request and answers the same JSON, and does nothing else.
 */
final class BareServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHARED_RANDOM_PORT = -1;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger port = new AtomicInteger();

  BareServer() {
    int loops = Runtime.getRuntime().availableProcessors();
    var options = new DeploymentOptions().setInstances(loops);
    await(vertx.deployVerticle(() -> new Server(port), options));
  }

  int port() {
    return port.get();
  }

  private static final class Server extends VerticleBase {
    private final AtomicInteger port;

    Server(AtomicInteger port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer()
          .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
          .listen(SHARED_RANDOM_PORT, "127.0.0.1")
          .onSuccess(server -> port.set(server.actualPort()));
    }

    private static void answer(HttpServerRequest request, Buffer body) {
      try {
        var messages = JSON.readTree(body.getBytes()).path("messages");
        var text = messages.path(messages.size() - 1).path("content").asText();
        request
            .response()
            .putHeader("content-type", "application/json")
            .end(Buffer.buffer(JSON.writeValueAsBytes(completion(text))));
      } catch (IOException malformed) {
        request.response().setStatusCode(400).end();
      }
    }

    private static Map<String, ?> completion(String text) {
      int tokens = text.split(" ").length;
      return Map.of(
          "id",
          "chatcmpl-00000000-0000-0000-0000-000000000000",
          "object",
          "chat.completion",
          "created",
          System.currentTimeMillis() / 1000,
          "model",
          "echo@1",
          "choices",
          List.of(
              Map.of(
                  "index",
                  0,
                  "message",
                  Map.of("role", "assistant", "content", text),
                  "finish_reason",
                  "stop")),
          "usage",
          Map.of("prompt_tokens", tokens, "completion_tokens", tokens, "total_tokens", 2 * tokens));
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
