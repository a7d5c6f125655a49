package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.operations.PluginChange;
import dev.atrium.platform.operations.PluginChange.Purpose;
import dev.atrium.platform.operations.PluginList;
import dev.atrium.platform.operations.PluginState;
import dev.atrium.platform.plugin.install.PluginStore;
import dev.atrium.platform.plugin.install.Release;
import dev.atrium.platform.plugin.install.TrustList;
import dev.atrium.platform.plugin.loading.PluginCandidate;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.platform.plugin.loading.PluginRefused;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes what serves. Each change is whole or leaves everything as it was. One thread. */
final class PluginChanges {
  private final PluginRegistry registry;
  private final PluginStore store;
  private final TrustList trust;
  private final Swap swap;
  private final PluginOverview overview;

  /** The versions in the folder of plugins, which every node brings along. */
  private final Map<String, PluginCandidate> folder = new HashMap<>();

  PluginChanges(PluginRegistry registry, PluginStore store, TrustList trust, Swap swap) {
    this.registry = registry;
    this.store = store;
    this.trust = trust;
    this.swap = swap;
    this.overview = new PluginOverview(registry, store, folder);
  }

  /** Starts what lies in the folder, then what was installed over it. */
  void start(PluginCatalog catalog) {
    for (var plugin : catalog.handOver()) {
      folder.put(plugin.id(), plugin.candidate());
      swap.adopt(new LiveVersion(plugin, Release.FOLDER));
    }
    catalog.failures().forEach(overview::failed);
    store.releases().forEach(this::restore);
  }

  private void restore(String id, Release release) {
    try {
      if (release.current().equals(Release.REMOVED)) {
        registry.line(id).ifPresent(line -> swap.withdraw(id));
        return;
      }
      if (!release.current().equals(Release.FOLDER)) {
        swap.replace(candidate(id, release.current()), release.current(), () -> {});
      }
      for (var choice : release.tenants().entrySet()) {
        swap.choose(choice.getKey(), candidate(id, choice.getValue()), choice.getValue());
      }
    } catch (PluginRefused refused) {
      overview.failed(id, release.current(), refused.sentence());
    }
  }

  PluginState upload(PluginChange.Upload upload) {
    try {
      Checksum.check(upload.file(), upload.sha256());
      trust.check(upload.file(), upload.signature());
      var candidate = store.inspect(upload.file());
      if (upload.purpose() == Purpose.INSPECT) {
        return overview.inspected(candidate);
      }
      requireId(candidate, upload.plugin());
      requirePlace(candidate, upload.purpose());
      requireGrants(candidate, upload);
      var kept = store.keep(upload.file());
      serve(kept, store.releaseOf(kept));
      return overview.state(kept.id());
    } catch (PluginRefused refused) {
      throw refusal(refused);
    }
  }

  private static void requireId(PluginCandidate candidate, Optional<String> named)
      throws PluginRefused {
    if (!named.orElse(candidate.id()).equals(candidate.id())) {
      throw new PluginRefused(
          "The file holds the plugin " + candidate.id() + ", not " + named.get() + ".");
    }
  }

  private void serve(PluginCandidate kept, String release) throws PluginRefused {
    var before = store.release(kept.id());
    var now =
        registry.line(kept.id()).isEmpty()
            ? Release.first(release)
            : before.orElse(Release.first(Release.FOLDER)).upgradedTo(release);
    try {
      swap.replace(kept, release, () -> store.remember(kept.id(), Optional.of(now)));
      overview.recovered(kept.id());
    } catch (PluginRefused | RuntimeException failure) {
      store.discard(kept.id(), release);
      throw failure;
    }
  }

  private void requirePlace(PluginCandidate candidate, Purpose purpose) {
    var line = registry.line(candidate.id());
    if (purpose == Purpose.INSTALL && line.isPresent()) {
      throw AtriumException.caller(
          "plugin_exists",
          "The plugin %s is there in version %s; upgrade it."
              .formatted(candidate.id(), line.get().current().plugin().version()));
    }
    if (purpose == Purpose.UPGRADE) {
      var current = line.orElseThrow(() -> unknown(candidate.id())).current().plugin().version();
      if (current.equals(candidate.version()) && !candidate.version().endsWith("-SNAPSHOT")) {
        throw AtriumException.caller(
            "plugin_exists",
            "The plugin %s is there in this version; only a -SNAPSHOT may be replaced by itself."
                .formatted(candidate.id()));
      }
    }
  }

  private static void requireGrants(PluginCandidate candidate, PluginChange.Upload upload) {
    var missing =
        candidate.permissions().stream()
            .map(Object::toString)
            .filter(asked -> !upload.granted().contains(asked))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw AtriumException.caller(
          "plugin_not_granted",
          "The plugin %s asks for %s; grant it or leave the plugin."
              .formatted(candidate.id(), missing));
    }
  }

  PluginState rollBack(PluginChange.RollBack message) {
    var id = message.plugin();
    requireLine(id);
    var now = store.release(id).filter(release -> !release.previous().isEmpty());
    if (now.isEmpty()) {
      throw AtriumException.caller(
          "nothing_to_roll_back_to", "The plugin %s has no earlier version here.".formatted(id));
    }
    var back = now.get().rolledBack();
    try {
      swap.replace(
          candidate(id, back.current()),
          back.current(),
          () -> store.remember(id, Optional.of(back)));
      overview.recovered(id);
      return overview.state(id);
    } catch (PluginRefused refused) {
      throw refusal(refused);
    }
  }

  PluginState remove(PluginChange.Remove message) {
    var id = message.plugin();
    requireLine(id);
    registry.lines().values().stream()
        .map(line -> line.current().plugin().candidate())
        .filter(other -> other.dependsOn(id))
        .findFirst()
        .ifPresent(
            other -> {
              throw AtriumException.caller(
                  "plugin_needed",
                  "The plugin %s depends on %s; remove it first.".formatted(other.id(), id));
            });
    var state = overview.state(id).removed();
    store.remember(
        id,
        folder.containsKey(id) ? Optional.of(Release.first(Release.REMOVED)) : Optional.empty());
    swap.withdraw(id);
    return state;
  }

  PluginState choose(PluginChange.Choose choice) {
    var id = choice.plugin();
    requireLine(id);
    var now = store.release(id).orElse(Release.first(Release.FOLDER));
    try {
      if (choice.version().isEmpty()) {
        store.remember(id, Optional.of(now.unchosen(choice.tenant())));
        swap.unchoose(id, choice.tenant());
      } else {
        var release = overview.releaseOf(id, now, choice.version().get());
        swap.choose(choice.tenant(), candidate(id, release), release);
        store.remember(id, Optional.of(now.chosen(choice.tenant(), release)));
      }
      return overview.state(id);
    } catch (PluginRefused refused) {
      throw refusal(refused);
    }
  }

  PluginList list(boolean verify) {
    return overview.list(swap.retired(verify));
  }

  private void requireLine(String id) {
    if (registry.line(id).isEmpty()) {
      throw unknown(id);
    }
  }

  private PluginCandidate candidate(String id, String release) throws PluginRefused {
    if (!release.equals(Release.FOLDER)) {
      return store.candidate(id, release);
    }
    var inFolder = folder.get(id);
    if (inFolder == null) {
      throw new PluginRefused("Its version in the folder of plugins is not there any more.");
    }
    return inFolder;
  }

  private static AtriumException refusal(PluginRefused refused) {
    return AtriumException.caller("plugin_refused", refused.sentence());
  }

  private static AtriumException unknown(String id) {
    return AtriumException.caller(
        "plugin_not_found", "There is no plugin '%s' here.".formatted(id));
  }
}
