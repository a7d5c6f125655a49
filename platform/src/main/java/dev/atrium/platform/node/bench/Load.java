package dev.atrium.platform.node.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Clients of one server: a fixed number of connections that send one request after the other
 * (closed loop), or requests at fixed moments whatever the answers do (open loop). In the open loop
 * a latency counts from the moment at which the request was due, so that a stalled server is not
 * spared the requests that it kept from being sent.
 */
final class Load implements AutoCloseable {
  private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Buffer request;
  private final int port;
  private final int connections;
  private final ArrayList<Client> clients = new ArrayList<>();

  /** Used on the context alone. */
  private final ArrayDeque<Client> idle = new ArrayDeque<>();

  private final ArrayDeque<Long> due = new ArrayDeque<>();
  private Histogram latencies = new Histogram(HIGHEST_NANOS, 3);
  private long until;
  private boolean open;
  private long outstanding;
  private long failed;

  /** What a run came to; latencies in nanoseconds. */
  record Result(double perSecond, Histogram latencies, long failed) {}

  Load(int port, String key, int connections, String body) {
    this.request = request(key, body);
    this.port = port;
    this.connections = connections;
  }

  /** Fresh connections for each run: those of the run before may have been given up as idle. */
  private void connect() {
    var old = List.copyOf(clients);
    onContext(() -> old.forEach(client -> client.socket.close()));
    clients.clear();
    for (int made = 0; made < connections; made++) {
      clients.add(await(connection()));
    }
  }

  private Future<Client> connection() {
    var connected = Promise.<Client>promise();
    context.runOnContext(
        run ->
            vertx
                .createNetClient()
                .connect(port, "127.0.0.1")
                .map(Client::new)
                .onComplete(connected));
    return connected.future();
  }

  /** Each connection sends its next request when it has its answer. */
  Result closed(Duration duration) {
    connect();
    long start = System.nanoTime();
    prepare(start + duration.toNanos(), false);
    onContext(() -> clients.forEach(client -> client.send(System.nanoTime())));
    LockSupport.parkNanos(duration.toNanos());
    return collect(start);
  }

  /** Requests fall due at even intervals. */
  Result open(double perSecond, Duration duration) {
    connect();
    long start = System.nanoTime();
    prepare(start + duration.toNanos(), true);
    double interval = 1e9 / perSecond;
    long count = (long) (duration.toNanos() / interval);
    for (long number = 0; number < count; number++) {
      long moment = start + (long) (number * interval);
      for (long early = moment - System.nanoTime(); early > 0; early = moment - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      context.runOnContext(run -> offer(moment));
    }
    return collect(start);
  }

  private void offer(long moment) {
    outstanding++;
    var client = idle.poll();
    if (client == null) {
      due.add(moment);
    } else {
      client.send(moment);
    }
  }

  private void prepare(long end, boolean openLoop) {
    onContext(
        () -> {
          latencies = new Histogram(HIGHEST_NANOS, 3);
          until = end;
          open = openLoop;
          outstanding = 0;
          failed = 0;
          due.clear();
          idle.clear();
          if (openLoop) {
            idle.addAll(clients);
          }
        });
  }

  private Result collect(long start) {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    var left = new long[] {1};
    while (left[0] > 0 && System.nanoTime() < patience) {
      onContext(() -> left[0] = open ? outstanding : clients.stream().filter(c -> c.busy).count());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    double seconds = (Math.max(until, start + 1) - start) / 1e9;
    var result = new Result[1];
    onContext(
        () ->
            result[0] = new Result(latencies.getTotalCount() / seconds, latencies.copy(), failed));
    return result[0];
  }

  /** A connection; understands answers that tell their length. */
  private final class Client {
    private final NetSocket socket;
    private Buffer received = Buffer.buffer();
    private long since;
    private boolean busy;

    Client(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::receive);
    }

    void send(long moment) {
      since = moment;
      busy = true;
      socket.write(request);
    }

    private void receive(Buffer part) {
      received = received.length() == 0 ? part : received.appendBuffer(part);
      int end = end(received.getBytes());
      if (end > 0 && received.length() >= end) {
        var status = received.getByte(9);
        received = Buffer.buffer();
        answered(status == '2');
      }
    }

    private void answered(boolean well) {
      long now = System.nanoTime();
      busy = false;
      if (open || now <= until) {
        latencies.recordValue(Math.min(HIGHEST_NANOS, Math.max(0, now - since)));
        failed += well ? 0 : 1;
      }
      if (!open) {
        if (now < until) {
          send(now);
        }
        return;
      }
      outstanding--;
      var next = due.poll();
      if (next == null) {
        idle.add(this);
      } else {
        send(next);
      }
    }
  }

  /** Where an answer ends, or -1 if its head is not whole yet. */
  private static int end(byte[] bytes) {
    int length = 0;
    for (int at = 0; at + 3 < bytes.length; at++) {
      if (bytes[at] == '\r' && bytes[at + 2] == '\r') {
        return at + 4 + length;
      }
      if (bytes[at] == '\n' && isLength(bytes, at + 1)) {
        length = number(bytes, at + 1 + LENGTH.length);
      }
    }
    return -1;
  }

  private static boolean isLength(byte[] bytes, int at) {
    for (int index = 0; index < LENGTH.length; index++) {
      if (at + index >= bytes.length || (bytes[at + index] | 0x20) != (LENGTH[index] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int at) {
    int number = 0;
    for (int index = at; index < bytes.length && bytes[index] != '\r'; index++) {
      if (bytes[index] != ' ') {
        number = 10 * number + bytes[index] - '0';
      }
    }
    return number;
  }

  private static Buffer request(String key, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nAuthorization: Bearer "
                + key
                + "\r\nContent-Length: "
                + bytes.length
                + "\r\n\r\n")
        .appendBytes(bytes);
  }

  private void onContext(Runnable work) {
    var done = Promise.<Void>promise();
    context.runOnContext(
        run -> {
          work.run();
          done.complete();
        });
    await(done.future());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
