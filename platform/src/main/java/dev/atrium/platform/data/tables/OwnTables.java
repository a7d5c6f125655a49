package dev.atrium.platform.data.tables;

import dev.atrium.platform.data.layer.LayerDrafter;
import dev.atrium.platform.data.layer.LayerYaml;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.database.DatabaseAccess;
import dev.atrium.platform.database.TenantReader;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.data.DataSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Keeps the tables that tenants bring along. A table that comes again takes the place of the old
 * one, at once and whole: who asks meanwhile sees the one or the other.
 */
public final class OwnTables {
  private static final String KEEP =
      """
      INSERT INTO atrium.own_data (tenant, place, reader, layer) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant) DO UPDATE SET layer = EXCLUDED.layer
      """;

  private final DatabaseAccess access;

  public OwnTables(DatabaseAccess access) {
    this.access = access;
  }

  /**
   * Brings tables in.
   *
   * @param tables each a CSV table in UTF-8 by its name
   * @param layer the semantic layer of all the tenant's tables; without one, what is new is drafted
   *     and the rest stays as it was
   * @throws AtriumException CALLER if a table is none, or the layer names what is not there; then
   *     nothing was changed
   */
  public List<LoadReport> load(
      TenantId tenant, Map<String, byte[]> tables, Optional<DataSchema> layer) {
    var typed =
        tables.entrySet().stream()
            .map(table -> TypedTable.read(table.getKey(), table.getValue()))
            .toList();
    try (var owner = connect(access.address().jdbcProperties())) {
      owner.setAutoCommit(false);
      store(owner, tenant, typed, layer);
      owner.commit();
    } catch (SQLException failure) {
      throw unavailable(failure);
    }
    return typed.stream().map(TypedTable::report).toList();
  }

  private void store(
      Connection owner, TenantId tenant, List<TypedTable> tables, Optional<DataSchema> layer)
      throws SQLException {
    var reader = TenantReader.of(access.address(), tenant);
    lock(owner, reader);
    reader.create(owner, access.address());
    var earlier = layerOf(owner, tenant);
    for (var table : tables) {
      new TableWriter(owner, reader.schema()).write(table);
    }
    reader.grant(owner);
    var drafted = draft(owner, reader, tenant);
    var names = new HashSet<>(tables.stream().map(TypedTable::name).toList());
    var next =
        layer
            .map(one -> OwnLayers.fitted(one, drafted))
            .orElseGet(() -> OwnLayers.merged(earlier, drafted, names));
    keep(owner, tenant, reader, next);
  }

  /** The tables and their layer, if the tenant brought any. */
  public Optional<OwnData> find(TenantId tenant) {
    var reader = TenantReader.of(access.address(), tenant);
    try (var owner = connect(access.address().jdbcProperties())) {
      return layerOf(owner, tenant).map(layer -> new OwnData(connections(reader), layer));
    } catch (SQLException failure) {
      throw unavailable(failure);
    }
  }

  private ReadOnlyConnections connections(TenantReader reader) {
    var properties = new Properties();
    properties.setProperty("user", reader.login().role());
    properties.setProperty("password", reader.login().password());
    properties.setProperty("ApplicationName", "atrium");
    properties.setProperty("currentSchema", reader.schema());
    return new ReadOnlyConnections(access.address().jdbcUrl(), properties);
  }

  /** One load of a tenant's at a time. */
  private static void lock(Connection owner, TenantReader reader) throws SQLException {
    try (var lock = owner.prepareStatement("SELECT pg_advisory_xact_lock(hashtext(?))")) {
      lock.setString(1, reader.schema());
      lock.execute();
    }
  }

  private static Optional<DataSchema> layerOf(Connection owner, TenantId tenant)
      throws SQLException {
    try (var query = owner.prepareStatement("SELECT layer FROM atrium.own_data WHERE tenant = ?")) {
      query.setString(1, tenant.value());
      var rows = query.executeQuery();
      return rows.next()
          ? Optional.of(LayerYaml.read("layer of " + tenant, rows.getString(1)))
          : Optional.empty();
    }
  }

  private static DataSchema draft(Connection owner, TenantReader reader, TenantId tenant)
      throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.execute("SET LOCAL search_path = " + reader.schema());
    }
    return LayerDrafter.draft(owner, tenant.value(), true);
  }

  private static void keep(Connection owner, TenantId tenant, TenantReader reader, DataSchema layer)
      throws SQLException {
    try (var statement = owner.prepareStatement(KEEP)) {
      statement.setString(1, tenant.value());
      statement.setString(2, reader.schema());
      statement.setString(3, reader.login().role());
      statement.setString(4, LayerYaml.write(layer));
      statement.execute();
    }
  }

  private Connection connect(Properties properties) throws SQLException {
    return DriverManager.getConnection(access.address().jdbcUrl(), properties);
  }

  private static AtriumException unavailable(SQLException failure) {
    return AtriumException.outside(
        "data_unavailable",
        "The tenant's tables cannot be worked with now (" + failure.getSQLState() + ").",
        failure);
  }
}
