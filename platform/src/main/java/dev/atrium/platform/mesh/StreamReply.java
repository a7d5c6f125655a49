package dev.atrium.platform.mesh;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The answering side of a streamed call. Used on the actor's context only. */
public final class StreamReply {
  private final EventBus bus;
  private final String stream;
  private final MessageConsumer<Envelope> cancellation;
  private final List<Runnable> onCancel = new ArrayList<>();
  private Consumer<Record> watcher = item -> {};
  private boolean cancelled;

  StreamReply(EventBus bus, String stream) {
    this.bus = bus;
    this.stream = stream;
    this.cancellation = bus.localConsumer(stream + ".cancel", message -> cancel());
  }

  /** Sees every item before it is sent. */
  public void watch(Consumer<Record> watcher) {
    this.watcher = watcher;
  }

  /** Sends the next item; dropped once the caller is gone. */
  public void send(Record item) {
    watcher.accept(item);
    if (!cancelled) {
      bus.send(stream, new Envelope(item, ""), Mesh.ENVELOPE);
    }
  }

  public boolean cancelled() {
    return cancelled;
  }

  /** Runs when the caller cancels; at once if it already has. */
  public void onCancel(Runnable action) {
    if (cancelled) {
      action.run();
    } else {
      onCancel.add(action);
    }
  }

  private void cancel() {
    if (!cancelled) {
      cancelled = true;
      onCancel.forEach(Runnable::run);
    }
  }

  void close() {
    cancellation.unregister();
  }
}
