package dev.atrium.platform.gateway.operator;

import dev.atrium.platform.gateway.http.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;

/** Writes the body of a paused request to a file of its own, of bounded size, in bounded time. */
final class Uploads {
  static final long LIMIT = 64L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Vertx vertx;

  Uploads(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Completes with the whole file; nothing is left of an upload that breaks off. */
  Future<Path> receive(HttpServerRequest request) {
    return vertx
        .fileSystem()
        .createTempFile("atrium-plugin-", ".upload")
        .compose(
            name ->
                vertx
                    .fileSystem()
                    .open(name, new OpenOptions().setWrite(true))
                    .compose(file -> write(request, file).eventually(file::close))
                    .map(written -> Path.of(name))
                    .onFailure(broken -> delete(Path.of(name))));
  }

  Future<Void> delete(Path file) {
    return vertx.fileSystem().delete(file.toString()).otherwiseEmpty();
  }

  private Future<Void> write(HttpServerRequest request, AsyncFile file) {
    var whole = Promise.<Void>promise();
    var timer =
        vertx.setTimer(
            PATIENCE.toMillis(),
            late -> whole.tryFail(new Refusal(408, "body_too_late", "The upload took too long.")));
    var written = new long[1];
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete());
    request.handler(part -> append(request, file, part, written, whole));
    request.resume();
    return whole
        .future()
        .onComplete(
            ended -> {
              vertx.cancelTimer(timer);
              if (!request.isEnded()) {
                request.handler(discarded -> {});
                request.resume();
              }
            });
  }

  private static void append(
      HttpServerRequest request, AsyncFile file, Buffer part, long[] written, Promise<Void> whole) {
    written[0] += part.length();
    if (written[0] > LIMIT) {
      whole.tryFail(
          new Refusal(
              413, "body_too_large", "A plugin has at most %d MiB.".formatted(LIMIT >> 20)));
      return;
    }
    file.write(part).onFailure(whole::tryFail);
    if (file.writeQueueFull()) {
      request.pause();
      file.drainHandler(drained -> request.resume());
    }
  }
}
