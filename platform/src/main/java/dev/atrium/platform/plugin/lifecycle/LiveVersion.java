package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.loading.LoadedPlugin;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A version of a plugin that serves, or served and waits for its last turns. Any thread. */
final class LiveVersion {
  /** The same version may be loaded twice, for an instant, at an upgrade of what it depends on. */
  private static final AtomicLong LOADED = new AtomicLong();

  private static final Logger LOG = LoggerFactory.getLogger(LiveVersion.class);

  private final LoadedPlugin plugin;
  private final String release;
  private final String address;
  private final Promise<Void> drained = Promise.promise();
  private int running;
  private boolean retired;
  private Optional<String> quarantine = Optional.empty();

  /**
   * @param release its name in the store
   */
  LiveVersion(LoadedPlugin plugin, String release) {
    this.plugin = plugin;
    this.release = release;
    this.address =
        "plugin." + plugin.id() + "." + plugin.version() + "." + LOADED.incrementAndGet();
  }

  LoadedPlugin plugin() {
    return plugin;
  }

  String release() {
    return release;
  }

  String address() {
    return address;
  }

  synchronized int running() {
    return running;
  }

  synchronized Optional<String> quarantine() {
    return quarantine;
  }

  /** From now on it gets no more turns, until an operator replaces it. */
  synchronized void quarantine(String reason) {
    quarantine = Optional.of(reason);
    LOG.error("The plugin {} {} is quarantined: {}", plugin.id(), plugin.version(), reason);
  }

  /** Lends it for a turn; empty once it is retired. */
  synchronized Optional<LentPlugin> lend() {
    if (quarantine.isPresent()) {
      throw AtriumException.outside(
          "plugin_quarantined",
          "The plugin %s %s is quarantined: %s"
              .formatted(plugin.id(), plugin.version(), quarantine.get()));
    }
    if (retired) {
      return Optional.empty();
    }
    running++;
    var given = new AtomicBoolean();
    return Optional.of(
        new LentPlugin(
            plugin.id() + "@" + plugin.version(),
            address,
            () -> {
              if (given.compareAndSet(false, true)) {
                giveBack();
              }
            }));
  }

  /** Lends it no more; completes when the last turn has given it back. */
  synchronized Future<Void> retire() {
    retired = true;
    completeIfDrained();
    return drained.future();
  }

  private synchronized void giveBack() {
    running--;
    completeIfDrained();
  }

  private void completeIfDrained() {
    if (retired && running == 0) {
      drained.tryComplete();
    }
  }
}
