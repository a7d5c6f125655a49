package dev.atrium.platform.data;

import dev.atrium.platform.data.layer.LayerYaml;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.data.tables.OwnData;
import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Data;
import dev.atrium.spi.data.DataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A tenant's data source, opened when first asked for and kept; opening is tried again after a
 * failure. Safe for many threads.
 */
public final class TenantSources implements Data {
  /**
   * The settings' key for the database: a URL, {@code env:NAME} of a variable that holds it, or
   * {@value #OWN}.
   */
  public static final String DATABASE = "database";

  /** The settings' key for the semantic layer: a YAML file; without it the layer is drafted. */
  public static final String LAYER = "layer";

  /** The database of a tenant that brought its tables along. */
  public static final String OWN = "own";

  private static final String VARIABLE = "env:";

  private final Map<String, Map<String, String>> settings;
  private final List<List<String>> synonyms;
  private final Supplier<Optional<OwnData>> own;
  private final Map<String, DataSource> open = new HashMap<>();

  /**
   * @param settings of the tenant's scenarios by the scenario's id; those with a {@value #DATABASE}
   *     are sources
   * @param synonyms groups of words that mean the same to the tenant
   * @param own finds the tables that the tenant brought along; may block
   */
  public TenantSources(
      Map<String, Map<String, String>> settings,
      List<List<String>> synonyms,
      Supplier<Optional<OwnData>> own) {
    this.settings = new HashMap<>(settings);
    this.synonyms = synonyms;
    this.own = own;
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
    var setting = settings.getOrDefault(name, Map.of());
    if (setting.getOrDefault(DATABASE, "").equals(OWN)) {
      var data = own.get().orElseThrow(TenantSources::noTables);
      return OpenSource.open(data.connections(), data.layer(), synonyms, QueryLimits.USUAL);
    }
    var address = DatabaseAddress.parse(url(setting.getOrDefault(DATABASE, "")));
    var connections = new ReadOnlyConnections(address.jdbcUrl(), address.jdbcProperties());
    var file = Optional.ofNullable(setting.get(LAYER));
    var layer =
        file.isPresent()
            ? LayerYaml.read(Path.of(file.get()))
            : OpenSource.draftLayer(connections, name, address.query().contains("currentSchema="));
    return OpenSource.open(connections, layer, synonyms, QueryLimits.USUAL);
  }

  private static AtriumException noTables() {
    return AtriumException.outside(
        "data_unavailable", "The tenant has no tables yet; bring them in as CSV.");
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
