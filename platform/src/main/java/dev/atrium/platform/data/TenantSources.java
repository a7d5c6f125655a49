package dev.atrium.platform.data;

import dev.atrium.platform.data.layer.LayerYaml;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Data;
import dev.atrium.spi.data.DataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's data source, opened when first asked for and kept; opening is tried again after a
 * failure. Safe for many threads.
 */
public final class TenantSources implements Data {
  /** The settings' key for the database: a URL, or {@code env:NAME} of a variable that holds it. */
  public static final String DATABASE = "database";

  /** The settings' key for the semantic layer: a YAML file; without it the layer is drafted. */
  public static final String LAYER = "layer";

  private static final String VARIABLE = "env:";

  private final Map<String, Map<String, String>> settings;
  private final Map<String, DataSource> open = new HashMap<>();

  /**
   * @param settings of the tenant's scenarios by the scenario's id; those with a {@value #DATABASE}
   *     are sources
   */
  public TenantSources(Map<String, Map<String, String>> settings) {
    this.settings = new HashMap<>(settings);
    this.settings.values().removeIf(one -> !one.containsKey(DATABASE));
  }

  @Override
  public List<String> sources() {
    return settings.keySet().stream().sorted().toList();
  }

  @Override
  public synchronized Optional<DataSource> source(String name) {
    if (!settings.containsKey(name)) {
      return Optional.empty();
    }
    return Optional.of(open.computeIfAbsent(name, this::open));
  }

  private DataSource open(String name) {
    var own = settings.getOrDefault(name, Map.of());
    var address = DatabaseAddress.parse(url(own.getOrDefault(DATABASE, "")));
    var connections = new ReadOnlyConnections(address.jdbcUrl(), address.jdbcProperties());
    var layer = Optional.ofNullable(own.get(LAYER));
    return layer.isPresent()
        ? OpenSource.open(connections, LayerYaml.read(Path.of(layer.get())), QueryLimits.USUAL)
        : OpenSource.draft(
            connections, name, address.query().contains("currentSchema="), QueryLimits.USUAL);
  }

  private static String url(String setting) {
    if (!setting.startsWith(VARIABLE)) {
      return setting;
    }
    var variable = setting.substring(VARIABLE.length());
    return Optional.ofNullable(System.getenv(variable))
        .orElseThrow(
            () ->
                AtriumException.outside(
                    "data_unavailable",
                    "The variable " + variable + " with the data source's URL is not set."));
  }
}
