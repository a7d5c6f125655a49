package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.operations.PluginList.Retired;
import dev.atrium.platform.plugin.install.PluginStore;
import dev.atrium.platform.plugin.loading.LoadedPlugin;
import dev.atrium.platform.plugin.loading.PluginCandidate;
import dev.atrium.platform.plugin.loading.PluginLoading;
import dev.atrium.platform.plugin.loading.PluginRefused;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts versions in the place of others: the new one is loaded, tested and hosted before a turn gets
 * it; the old one goes when its last turn is over. One thread.
 */
final class Swap {
  private static final long PATIENCE_SECONDS = 20;

  private final PluginRegistry registry;
  private final PluginStore store;
  private final HostDeployer hosts;
  private final Executor thread;
  private final LoaderWatch watch = new LoaderWatch();
  private final Set<LiveVersion> draining = ConcurrentHashMap.newKeySet();

  Swap(PluginRegistry registry, PluginStore store, HostDeployer hosts, Executor thread) {
    this.registry = registry;
    this.store = store;
    this.hosts = hosts;
    this.thread = thread;
  }

  /** Lets a loaded version serve that nothing serves beside. */
  void adopt(LiveVersion version) {
    host(version);
    registry.publish(version.plugin().id(), new Line(version, Map.of()));
  }

  /**
   * Lets a version serve in place of the current one, and starts anew what depends on it.
   *
   * @param remember writes the change down, after all of it is ready and before any of it shows
   * @throws PluginRefused with a sentence; everything is as it was
   */
  void replace(PluginCandidate candidate, String release, Runnable remember) throws PluginRefused {
    var fresh = new LinkedHashMap<String, LiveVersion>();
    try {
      load(candidate, release, fresh);
      fresh.values().forEach(this::host);
      remember.run();
    } catch (PluginRefused | RuntimeException failure) {
      List.copyOf(fresh.values()).reversed().forEach(this::dismiss);
      throw failure;
    }
    fresh.values().forEach(this::publish);
  }

  private void load(PluginCandidate candidate, String release, Map<String, LiveVersion> fresh)
      throws PluginRefused {
    var others = new HashMap<>(registry.loaded());
    var waiting = new ArrayList<>(dependents(candidate.id()));
    put(PluginLoading.load(candidate, others), release, others, fresh);
    while (!waiting.isEmpty()) {
      var next = waiting.stream().filter(one -> ready(one, waiting)).findFirst();
      var dependent = next.orElse(waiting.getFirst());
      waiting.remove(dependent);
      put(reloaded(dependent, candidate, others), dependent.release(), others, fresh);
    }
  }

  private static void put(
      LoadedPlugin plugin,
      String release,
      Map<String, LoadedPlugin> others,
      Map<String, LiveVersion> fresh) {
    others.put(plugin.id(), plugin);
    fresh.put(plugin.id(), new LiveVersion(plugin, release));
  }

  private static LoadedPlugin reloaded(
      LiveVersion dependent, PluginCandidate changed, Map<String, LoadedPlugin> others)
      throws PluginRefused {
    try {
      return PluginLoading.load(dependent.plugin().candidate(), others);
    } catch (PluginRefused refused) {
      throw new PluginRefused(
          "The plugin "
              + dependent.plugin().id()
              + " depends on "
              + changed.id()
              + " and does not go with version "
              + changed.version()
              + ": "
              + refused.sentence());
    }
  }

  /** All that depends on a plugin, directly or through others. */
  private Set<LiveVersion> dependents(String id) {
    var found = new LinkedHashSet<LiveVersion>();
    for (var line : registry.lines().values()) {
      var version = line.current();
      if (version.plugin().candidate().dependsOn(id) && found.add(version)) {
        found.addAll(dependents(version.plugin().id()));
      }
    }
    return found;
  }

  private static boolean ready(LiveVersion version, List<LiveVersion> waiting) {
    return waiting.stream()
        .noneMatch(other -> version.plugin().candidate().dependsOn(other.plugin().id()));
  }

  /** Lets a tenant have a version of its own. */
  void choose(String tenant, PluginCandidate candidate, String release) throws PluginRefused {
    var line = registry.line(candidate.id()).orElseThrow();
    var live = line.all().filter(version -> version.release().equals(release)).findFirst();
    var version = live.isPresent() ? live.get() : hosted(candidate, release);
    change(candidate.id(), line, line.choosing(tenant, version));
  }

  private LiveVersion hosted(PluginCandidate candidate, String release) throws PluginRefused {
    var version = new LiveVersion(PluginLoading.load(candidate, registry.loaded()), release);
    host(version);
    return version;
  }

  void unchoose(String id, String tenant) {
    var line = registry.line(id).orElseThrow();
    change(id, line, line.unchoosing(tenant));
  }

  /** Takes every version of a plugin away. */
  void withdraw(String id) {
    var line = registry.line(id).orElseThrow();
    registry.withdraw(id);
    line.all().forEach(this::retire);
  }

  private void publish(LiveVersion version) {
    var id = version.plugin().id();
    registry
        .line(id)
        .ifPresentOrElse(
            line -> change(id, line, line.with(version)),
            () -> registry.publish(id, new Line(version, Map.of())));
  }

  private void change(String id, Line before, Line after) {
    registry.publish(id, after);
    before.all().filter(old -> after.all().noneMatch(old::equals)).forEach(this::retire);
  }

  private void retire(LiveVersion old) {
    draining.add(old);
    old.retire().onComplete(drained -> thread.execute(() -> dismiss(old)));
  }

  /** Closes a version that nobody uses, and follows its class loader to its end. */
  private void dismiss(LiveVersion old) {
    var plugin = old.plugin();
    await(hosts.stop(old.address()).otherwiseEmpty());
    plugin.close();
    draining.remove(old);
    store.discard(plugin.id(), old.release());
    watch.follow(plugin.id(), plugin.version(), plugin.scenario().loader());
  }

  private void host(LiveVersion version) {
    await(hosts.start(version.plugin().scenario(), version.address(), version::quarantine));
  }

  private static void await(Future<?> future) {
    try {
      future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw AtriumException.outside(
          "plugin_host_late", "A plugin's host did not answer in time.", late);
    }
  }

  /** Replaced versions that are not gone; with {@code verify} after collecting garbage. */
  List<Retired> retired(boolean verify) {
    var all = new ArrayList<Retired>();
    draining.forEach(
        version ->
            all.add(
                new Retired(
                    version.plugin().id(),
                    version.plugin().version(),
                    "DRAINING",
                    version.running(),
                    List.of())));
    all.addAll(verify ? watch.verify() : watch.present());
    return all;
  }

  /** Closes everything that serves. */
  void close() {
    registry.lines().forEach((id, line) -> line.all().forEach(old -> old.plugin().close()));
  }
}
