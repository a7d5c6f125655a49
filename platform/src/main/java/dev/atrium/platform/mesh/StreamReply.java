package dev.atrium.platform.mesh;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The answering side of a streamed call. Used on the actor's context only. */
public final class StreamReply {
  private final Context caller;
  private final Consumer<Record> sink;
  private final List<Runnable> onCancel = new ArrayList<>();
  private Consumer<Record> watcher = item -> {};
  private boolean cancelled;
  private boolean closed;

  /**
   * @param sink takes the items on the caller's context
   */
  StreamReply(Context caller, Consumer<Record> sink) {
    this.caller = caller;
    this.sink = sink;
  }

  /** Sees every item before it is sent. */
  public void watch(Consumer<Record> watcher) {
    this.watcher = watcher;
  }

  /** Sends the next item; dropped once the caller is gone. */
  public void send(Record item) {
    watcher.accept(item);
    if (!cancelled) {
      caller.runOnContext(back -> sink.accept(item));
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

  void cancel() {
    if (!cancelled && !closed) {
      cancelled = true;
      onCancel.forEach(Runnable::run);
    }
  }

  void close() {
    closed = true;
  }
}
