package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.loading.LoadedPlugin;
import dev.atrium.platform.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions that serve now. Turns borrow from it; a change replaces a {@link Line} in one step,
 * so that each turn gets the old version or the new one and never none.
 */
public final class PluginRegistry implements PluginLender {
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  @Override
  public LentPlugin lend(TenantId tenant, String pluginId) {
    while (true) {
      var line = Optional.ofNullable(lines.get(pluginId)).orElseThrow(() -> missing(pluginId));
      var lent = line.of(tenant.value()).lend();
      if (lent.isPresent()) {
        return lent.get();
      }
      Thread.onSpinWait(); // retired between the two steps: the next line has its successor
    }
  }

  Map<String, Line> lines() {
    return Map.copyOf(lines);
  }

  Optional<Line> line(String pluginId) {
    return Optional.ofNullable(lines.get(pluginId));
  }

  void publish(String pluginId, Line line) {
    lines.put(pluginId, line);
  }

  void withdraw(String pluginId) {
    lines.remove(pluginId);
  }

  /** What new plugins may depend on. */
  Map<String, LoadedPlugin> loaded() {
    var loaded = new LinkedHashMap<String, LoadedPlugin>();
    lines.forEach((id, line) -> loaded.put(id, line.current().plugin()));
    return loaded;
  }

  static AtriumException missing(String pluginId) {
    return AtriumException.outside(
        "plugin_not_running",
        "The plugin '%s' is not running on this installation.".formatted(pluginId));
  }
}
