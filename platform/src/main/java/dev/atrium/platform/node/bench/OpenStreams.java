package dev.atrium.platform.node.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Clients that read many streams of a {@link MetronomeModel} at a time, on the caller's thread, and
 * keep next to nothing of each.
 */
final class OpenStreams implements AutoCloseable {
  static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int STATUS_AT = 9;
  private static final byte[] MARK = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
  private final Histogram lateness = new Histogram(HIGHEST_NANOS, 3);
  private boolean recording;
  private long late;
  private long failed;

  /**
   * What was read.
   *
   * @param lateness of the tokens, in nanoseconds
   * @param late tokens that came more than {@link #LATE_NANOS} after their moment
   * @param failed streams that were refused or ended early
   */
  record Read(Histogram lateness, long late, long failed) {}

  /** Reads one stream's bytes as they come: its status, and the tokens between all the rest. */
  private final class Reader {
    private long position;
    private int matched;
    private long due;

    void read(byte next) {
      if (position++ == STATUS_AT && next != '2') {
        failed++;
      }
      if (matched < MARK.length) {
        matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
      } else if (next >= '0' && next <= '9') {
        due = 10 * due + next - '0';
      } else {
        arrived();
        due = 0;
        matched = 0;
      }
    }

    private void arrived() {
      if (due > 0 && recording) {
        long nanos = Math.clamp(System.nanoTime() - due, 0, HIGHEST_NANOS);
        lateness.recordValue(nanos);
        late += nanos > LATE_NANOS ? 1 : 0;
      }
    }
  }

  OpenStreams() {
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Opens streams evenly over some time, and reads those that are open meanwhile. */
  void open(int port, byte[] request, int count, Duration over) {
    long start = System.nanoTime();
    for (int number = 0; number < count; number++) {
      channels.add(connect(port, request));
      read(start + over.toNanos() * (number + 1) / count);
    }
  }

  /** Reads for some time. */
  Read read(Duration time, boolean record) {
    recording = record;
    read(System.nanoTime() + time.toNanos());
    recording = false;
    return new Read(lateness.copy(), late, failed);
  }

  private SocketChannel connect(int port, byte[] request) {
    try {
      var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Reader());
      return channel;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read(long until) {
    try {
      for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
        selector.select(this::receive, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void receive(SelectionKey key) {
    var reader = (Reader) key.attachment();
    try {
      int count = ((SocketChannel) key.channel()).read(buffer.clear());
      buffer.flip();
      while (buffer.hasRemaining()) {
        reader.read(buffer.get());
      }
      if (count < 0) {
        key.cancel();
        failed++;
      }
    } catch (IOException broken) {
      key.cancel();
      failed++;
    }
  }

  @Override
  public void close() {
    try {
      for (var channel : channels) {
        channel.close();
      }
      selector.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
