package dev.atrium.platform.tenancy.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantDefinition;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.TenantPack;
import dev.atrium.platform.tenancy.TenantPack.Intent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tenants in the database. */
public final class TenantStore {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final String UPSERT =
      """
      INSERT INTO tenant (tenant, definition, intents, synonyms, fingerprint)
      VALUES ($1, $2::text::jsonb, $3::text::jsonb, $4::text::jsonb, $5)
      ON CONFLICT (tenant) DO UPDATE SET
        definition = excluded.definition, intents = excluded.intents,
        synonyms = excluded.synonyms, fingerprint = excluded.fingerprint,
        changed_at = now()
      WHERE tenant.fingerprint <> excluded.fingerprint
      RETURNING xmax = 0 AS created
      """;

  private final Database database;

  public TenantStore(Database database) {
    this.database = database;
  }

  /** What an import did. */
  public enum Imported {
    CREATED,
    CHANGED,
    UNCHANGED
  }

  /** Brings a tenant to what its pack says, whole or not at all; nothing happens if it is so. */
  public Future<Imported> importPack(TenantPack pack) {
    return database.withEveryTenant(connection -> importPack(connection, pack));
  }

  /** Imports packs, all or none. */
  public Future<Void> importPacks(List<TenantPack> packs) {
    return database.withEveryTenant(
        connection -> {
          Future<?> imported = Future.succeededFuture();
          for (var pack : packs) {
            imported = imported.compose(earlier -> importPack(connection, pack));
          }
          return imported.mapEmpty();
        });
  }

  /** The tenant with all it needs at run time, if it exists. */
  public Future<Optional<TenantPack>> find(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query("SELECT definition::text, intents::text, synonyms::text FROM tenant")
                .execute()
                .compose(
                    found ->
                        found.size() == 0
                            ? Future.succeededFuture(Optional.<TenantPack>empty())
                            : withDocuments(connection, found.iterator().next())
                                .map(Optional::of)));
  }

  /** Whether a tenant takes no calls for now. */
  public Future<Boolean> suspended(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query("SELECT 1 FROM tenant WHERE suspended_at IS NOT NULL")
                .execute()
                .map(rows -> rows.size() > 0));
  }

  /** When each tenant was changed last. */
  public Future<Map<TenantId, Instant>> changes() {
    return database.withEveryTenant(
        connection ->
            connection
                .query("SELECT tenant, changed_at FROM tenant")
                .execute()
                .map(
                    rows -> {
                      var changes = new TreeMap<TenantId, Instant>();
                      rows.forEach(
                          row ->
                              changes.put(
                                  new TenantId(row.getString(0)),
                                  row.getOffsetDateTime(1).toInstant()));
                      return changes;
                    }));
  }

  /** The definitions of all tenants, in the order of their ids. */
  public Future<List<TenantDefinition>> list() {
    return database.withEveryTenant(
        connection ->
            connection
                .query("SELECT definition::text FROM tenant ORDER BY tenant COLLATE \"C\"")
                .execute()
                .map(TenantStore::definitions));
  }

  private static Future<Imported> importPack(SqlConnection connection, TenantPack pack) {
    return connection
        .preparedQuery(UPSERT)
        .execute(tenantRow(pack))
        .compose(written -> replaceDocuments(connection, pack, written));
  }

  private static Tuple tenantRow(TenantPack pack) {
    return Tuple.of(
        pack.definition().id().value(),
        write(pack.definition()),
        write(pack.intents()),
        write(pack.synonyms()),
        fingerprint(pack));
  }

  private static Future<Imported> replaceDocuments(
      SqlConnection connection, TenantPack pack, RowSet<Row> written) {
    if (written.size() == 0) {
      return Future.succeededFuture(Imported.UNCHANGED);
    }
    var created = written.iterator().next().getBoolean("created");
    return connection
        .preparedQuery("DELETE FROM tenant_document WHERE tenant = $1")
        .execute(Tuple.of(pack.definition().id().value()))
        .compose(deleted -> insertDocuments(connection, documentRows(pack)))
        .map(inserted -> created ? Imported.CREATED : Imported.CHANGED);
  }

  private static List<Tuple> documentRows(TenantPack pack) {
    var rows = new ArrayList<Tuple>();
    var tenant = pack.definition().id().value();
    pack.prompts().forEach((name, text) -> rows.add(Tuple.of(tenant, "prompt", name, text)));
    pack.knowledge().forEach((name, text) -> rows.add(Tuple.of(tenant, "knowledge", name, text)));
    return rows;
  }

  private static Future<Void> insertDocuments(SqlConnection connection, List<Tuple> rows) {
    if (rows.isEmpty()) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(
            "INSERT INTO tenant_document (tenant, kind, name, content) VALUES ($1, $2, $3, $4)")
        .executeBatch(rows)
        .mapEmpty();
  }

  private static Future<TenantPack> withDocuments(SqlConnection connection, Row row) {
    return connection
        .query("SELECT kind, name, content FROM tenant_document")
        .execute()
        .map(
            documents ->
                new TenantPack(
                    read(row.getString(0), new TypeReference<TenantDefinition>() {}),
                    read(row.getString(1), new TypeReference<List<Intent>>() {}),
                    read(row.getString(2), new TypeReference<List<List<String>>>() {}),
                    documentsOf(documents, "prompt"),
                    documentsOf(documents, "knowledge")));
  }

  private static Map<String, String> documentsOf(RowSet<Row> rows, String kind) {
    var documents = new TreeMap<String, String>();
    for (var row : rows) {
      if (row.getString("kind").equals(kind)) {
        documents.put(row.getString("name"), row.getString("content"));
      }
    }
    return documents;
  }

  private static List<TenantDefinition> definitions(RowSet<Row> rows) {
    var definitions = new ArrayList<TenantDefinition>();
    for (var row : rows) {
      definitions.add(read(row.getString(0), new TypeReference<>() {}));
    }
    return definitions;
  }

  private static String fingerprint(TenantPack pack) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(write(pack).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw AtriumException.bug("tenant_not_written", "A tenant cannot be written.", failure);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException failure) {
      throw AtriumException.bug(
          "tenant_not_read", "A tenant in the database cannot be read.", failure);
    }
  }
}
