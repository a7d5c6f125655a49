package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The adapters of an engine by owner and name. A sequence keeps the version that it asked for until
 * it ends, though another was published meanwhile; then what nobody uses gives its place in the
 * runner back. Any thread; places are taken and given back on the engine's.
 */
final class AdapterShelf {

  /**
   * A version of an adapter.
   *
   * @param id differs for every version that was ever published
   * @param index its place in the runner
   */
  record Version(String id, int index, AdapterWeights weights) {}

  private record Name(String owner, String adapter) {}

  private final Map<Name, Version> current = new HashMap<>();
  private final Map<Version, Integer> users = new HashMap<>();
  private final List<Version> unused = new ArrayList<>();
  private final ArrayDeque<Integer> freeIndexes = new ArrayDeque<>();
  private int nextIndex;
  private long published;

  /** A place for a new version; the engine's thread binds the weights there, then publishes. */
  synchronized Version prepare(String adapter, AdapterWeights weights) {
    var index = freeIndexes.isEmpty() ? nextIndex++ : freeIndexes.poll();
    return new Version(adapter + "@" + ++published, index, weights);
  }

  /** Who asks from now on gets this version. */
  synchronized void publish(String owner, String adapter, Version version) {
    Optional.ofNullable(current.put(new Name(owner, adapter), version)).ifPresent(this::letGo);
  }

  /** Gives a place back whose weights could not be bound. */
  synchronized void abandon(Version version) {
    freeIndexes.add(version.index());
  }

  /** Nobody gets it any more; false if there was none. */
  synchronized boolean retire(String owner, String adapter) {
    var last = Optional.ofNullable(current.remove(new Name(owner, adapter)));
    last.ifPresent(this::letGo);
    return last.isPresent();
  }

  /**
   * The version to use now, held once.
   *
   * @throws AtriumException {@code model_not_found}, also if it is another owner's
   */
  synchronized Version acquire(String owner, String adapter) {
    var version = current.get(new Name(owner, adapter));
    if (version == null) {
      throw AtriumException.caller(
          "model_not_found", "There is no adapter '" + adapter + "' here.");
    }
    hold(version);
    return version;
  }

  /** Keeps a version until it is released. */
  synchronized void hold(Version version) {
    users.merge(version, 1, Integer::sum);
  }

  synchronized void release(Version version) {
    users.computeIfPresent(version, (each, count) -> count == 1 ? null : count - 1);
    letGo(version);
  }

  /** Versions that nobody uses or will use, told once; their places are free from now on. */
  synchronized List<Version> takeUnused() {
    var found = List.copyOf(unused);
    unused.clear();
    found.forEach(version -> freeIndexes.add(version.index()));
    return found;
  }

  /** Gives up the places of versions that nobody uses, for a runner that was made anew. */
  synchronized List<Version> liveAnew() {
    var _ = takeUnused();
    return live().stream().sorted(Comparator.comparingInt(Version::index)).toList();
  }

  /** All versions that are in use or may be asked for. */
  synchronized List<Version> live() {
    var found = new ArrayList<>(current.values());
    users.keySet().stream().filter(version -> !found.contains(version)).forEach(found::add);
    return found;
  }

  private void letGo(Version version) {
    var wanted = users.containsKey(version) || current.containsValue(version);
    if (!wanted && !unused.contains(version)) {
      unused.add(version);
    }
  }
}
