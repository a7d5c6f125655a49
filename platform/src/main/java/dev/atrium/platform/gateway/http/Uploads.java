package dev.atrium.platform.gateway.http;

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
public final class Uploads {
  private final Vertx vertx;
  private final String what;
  private final long limit;
  private final Duration patience;

  /**
   * @param what an upload is, with its article, for refusals
   * @param limit of its bytes
   * @param patience how long it may take
   */
  public Uploads(Vertx vertx, String what, long limit, Duration patience) {
    this.vertx = vertx;
    this.what = what;
    this.limit = limit;
    this.patience = patience;
  }

  /** Completes with the whole file; nothing is left of an upload that breaks off. */
  public Future<Path> receive(HttpServerRequest request) {
    return vertx
        .fileSystem()
        .createTempFile("atrium-", ".upload")
        .compose(
            name ->
                vertx
                    .fileSystem()
                    .open(name, new OpenOptions().setWrite(true))
                    .compose(file -> write(request, file).eventually(file::close))
                    .map(written -> Path.of(name))
                    .onFailure(broken -> delete(Path.of(name))));
  }

  public Future<Void> delete(Path file) {
    return vertx.fileSystem().delete(file.toString()).otherwiseEmpty();
  }

  private Future<Void> write(HttpServerRequest request, AsyncFile file) {
    var whole = Promise.<Void>promise();
    var timer =
        vertx.setTimer(
            patience.toMillis(),
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

  private void append(
      HttpServerRequest request, AsyncFile file, Buffer part, long[] written, Promise<Void> whole) {
    written[0] += part.length();
    if (written[0] > limit) {
      whole.tryFail(
          new Refusal(
              413, "body_too_large", "%s has at most %d MiB.".formatted(what, limit >> 20)));
      return;
    }
    file.write(part).onFailure(whole::tryFail);
    if (file.writeQueueFull()) {
      request.pause();
      file.drainHandler(drained -> request.resume());
    }
  }
}
