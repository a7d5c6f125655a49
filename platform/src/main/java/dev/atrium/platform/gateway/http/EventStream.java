package dev.atrium.platform.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * A response of server-sent events to a client that may read slowly. What is written but not yet
 * taken by the network is bounded in bytes and in time; beyond either the client is given up.
 */
public final class EventStream {
  private final Vertx vertx;
  private final HttpServerResponse response;
  private final Limits limits;
  private final Runnable onCut;
  private Future<Void> lastWrite = Future.succeededFuture();
  private long written;
  private long taken;
  private long takenAtCheck;
  private boolean watched;
  private boolean opened;

  /**
   * How much a slow reader may hold up.
   *
   * @param bytes waiting to be sent
   * @param stall without a byte being taken
   */
  public record Limits(int bytes, Duration stall) {}

  /**
   * @param onCut told when the client was given up
   */
  public EventStream(Vertx vertx, HttpServerResponse response, Limits limits, Runnable onCut) {
    this.onCut = onCut;
    this.vertx = vertx;
    this.response = response;
    this.limits = limits;
  }

  /** Whether the status line is out, so that a failure can only be told by an event. */
  public boolean opened() {
    return opened;
  }

  /** Writes events. Completes when the network has taken them. */
  public Future<Void> write(Buffer events) {
    open();
    int size = events.length();
    written += size;
    lastWrite = response.write(events).onSuccess(sent -> taken += size);
    if (written - taken > limits.bytes()) {
      cut();
    } else {
      watch();
    }
    return lastWrite;
  }

  /** Completes when the network has taken all that was written. */
  public Future<Void> drained() {
    return lastWrite;
  }

  /** Writes the last events and ends the response. */
  public Future<Void> end(Buffer events) {
    open();
    return response.end(events);
  }

  private void open() {
    if (!opened) {
      opened = true;
      response
          .setChunked(true)
          .putHeader("content-type", "text/event-stream; charset=utf-8")
          .putHeader("x-accel-buffering", "no");
    }
  }

  private void watch() {
    if (!watched && taken < written) {
      watched = true;
      takenAtCheck = taken;
      vertx.setTimer(limits.stall().toMillis(), timer -> check());
    }
  }

  private void check() {
    watched = false;
    if (taken < written && taken == takenAtCheck) {
      cut();
    } else {
      watch();
    }
  }

  /** What is still unread keeps the connection open until its idle time is over. */
  private void cut() {
    response.reset();
    onCut.run();
  }
}
