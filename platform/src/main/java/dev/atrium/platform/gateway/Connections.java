package dev.atrium.platform.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * The open connections of one event loop. One that owes us a request for too long, by silence or by
 * a byte now and then, is closed.
 */
final class Connections {
  private static final long SWEEP_MILLIS = 250;

  private final long patienceNanos;
  private final Map<HttpConnection, State> open = new HashMap<>();

  /**
   * What a connection is at: how many requests are being answered, and since when there is none.
   */
  private static final class State {
    private int answering;
    private long idleSince = System.nanoTime();

    void received() {
      answering++;
    }

    void answered() {
      answering--;
      idleSince = System.nanoTime();
    }

    boolean idle(long now, long patience) {
      return answering == 0 && now - idleSince > patience;
    }
  }

  Connections(Vertx vertx, Duration patience) {
    this.patienceNanos = patience.toNanos();
    vertx.setPeriodic(Math.min(SWEEP_MILLIS, Math.max(1, patience.toMillis())), tick -> sweep());
  }

  void opened(HttpConnection connection) {
    open.put(connection, new State());
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** Notes a request; its body has its own patience. */
  void received(HttpServerRequest request) {
    var state = open.get(request.connection());
    if (state != null) {
      state.received();
      request.response().endHandler(ended -> state.answered());
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    var late = new ArrayList<HttpConnection>();
    open.forEach(
        (connection, state) -> {
          if (state.idle(now, patienceNanos)) {
            late.add(connection);
          }
        });
    late.forEach(HttpConnection::close);
  }
}
