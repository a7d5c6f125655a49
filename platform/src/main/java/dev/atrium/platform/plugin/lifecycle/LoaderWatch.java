package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.operations.PluginList.Retired;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.InstanceNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that the class loaders of replaced plugins go: each is followed by a phantom reference,
 * which the collector hands over when nothing holds the loader any more. Any thread.
 */
final class LoaderWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LoaderWatch.class);
  private static final int COLLECTIONS = 4;
  private static final long PATIENCE_MILLIS = 250;

  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

  /** A closed loader; the weak reference finds its holders, the phantom tells its end. */
  private static final class Watched extends PhantomReference<ClassLoader> {
    private final String id;
    private final String version;
    private final WeakReference<ClassLoader> loader;

    Watched(String id, String version, ClassLoader loader, ReferenceQueue<ClassLoader> gone) {
      super(loader, gone);
      this.id = id;
      this.version = version;
      this.loader = new WeakReference<>(loader);
    }
  }

  /** Follows the loader of a plugin that was closed. */
  void follow(String id, String version, ClassLoader loader) {
    watched.add(new Watched(id, version, loader, gone));
    takeGone();
  }

  /** The loaders that are not gone yet. */
  List<Retired> present() {
    takeGone();
    return watched.stream()
        .map(one -> new Retired(one.id, one.version, "UNLOADING", 0, List.of()))
        .toList();
  }

  /** Collects garbage, and tells of those that are still there what holds them. */
  List<Retired> verify() {
    for (var round = 0; round < COLLECTIONS && !watched.isEmpty(); round++) {
      System.gc();
      awaitGone();
    }
    return watched.stream().map(LoaderWatch::held).toList();
  }

  private void awaitGone() {
    try {
      var next = gone.remove(PATIENCE_MILLIS);
      if (next != null) {
        watched.remove(next);
        takeGone();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeGone() {
    for (var next = gone.poll(); next != null; next = gone.poll()) {
      watched.remove(next);
    }
  }

  private static Retired held(Watched one) {
    var holders = new ArrayList<String>();
    threads(one.loader, holders);
    managedBeans(one.loader, holders);
    if (holders.isEmpty()) {
      holders.add("an object of the platform or the JDK; a heap dump tells which");
    }
    LOG.warn("The replaced plugin {} {} is held by {}", one.id, one.version, holders);
    return new Retired(one.id, one.version, "HELD", 0, holders);
  }

  private static void threads(WeakReference<ClassLoader> loader, List<String> holders) {
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              if (loader.refersTo(thread.getContextClassLoader())
                  || loader.refersTo(thread.getClass().getClassLoader())) {
                var at = frames.length == 0 ? "nowhere" : place(frames);
                holders.add("the thread " + thread.getName() + ", at " + at);
              }
            });
  }

  /** The topmost frame that is not the JDK's, or the topmost. */
  private static String place(StackTraceElement[] frames) {
    for (var frame : frames) {
      if (frame.getModuleName() == null) {
        return frame.toString();
      }
    }
    return frames[0].toString();
  }

  private static void managedBeans(WeakReference<ClassLoader> loader, List<String> holders) {
    var server = ManagementFactory.getPlatformMBeanServer();
    for (var name : server.queryNames(null, null)) {
      try {
        if (loader.refersTo(server.getClassLoaderFor(name))) {
          holders.add("the managed bean " + name);
        }
      } catch (InstanceNotFoundException gone) {
        // unregistered meanwhile
      }
    }
  }
}
