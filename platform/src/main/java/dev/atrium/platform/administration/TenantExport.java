package dev.atrium.platform.administration;

import dev.atrium.platform.administration.AuditLog.Deed;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * All that is kept of a tenant, as one archive: a file of JSON lines for each table. Hashes of keys
 * are left out. Any thread.
 */
public final class TenantExport {
  private static final int PAGE = 2_000;

  private final Vertx vertx;
  private final Database database;

  public TenantExport(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  /** Writes a tenant's archive into a temporary file, which the caller deletes. */
  public Future<Path> export(String actor, TenantId tenant) {
    return vertx
        .executeBlocking(() -> Files.createTempFile("atrium-export-", ".zip"))
        .compose(
            file ->
                vertx
                    .executeBlocking(() -> new ZipOutputStream(Files.newOutputStream(file)))
                    .compose(
                        zip ->
                            database
                                .withEveryTenant(
                                    connection -> write(connection, actor, tenant, zip))
                                .eventually(() -> close(zip)))
                    .map(file)
                    .onFailure(failed -> vertx.fileSystem().delete(file.toString())));
  }

  private Future<Void> write(
      SqlConnection connection, String actor, TenantId tenant, ZipOutputStream zip) {
    return connection
        .preparedQuery("SELECT 1 FROM tenant WHERE tenant = $1")
        .execute(Tuple.of(tenant.value()))
        .compose(
            found ->
                found.size() > 0
                    ? connection.query("SELECT tenant_tables()").execute()
                    : Future.failedFuture(
                        AtriumException.caller(
                            "tenant_not_found", "There is no tenant '%s'.".formatted(tenant))))
        .compose(
            tables -> {
              Future<Void> written = Future.succeededFuture();
              for (var row : tables) {
                var table = row.getString(0);
                written = written.compose(done -> writeTable(connection, tenant, table, zip));
              }
              return written;
            })
        .compose(
            done ->
                AuditLog.append(
                    connection,
                    new Deed(actor, "tenant.exported", ""),
                    Optional.of(tenant),
                    tenant.value()));
  }

  /** The table's name comes from the database's own catalogue. */
  private Future<Void> writeTable(
      SqlConnection connection, TenantId tenant, String table, ZipOutputStream zip) {
    var sql =
        "SELECT (to_jsonb(t) - '{key_hash,secret}'::text[])::text FROM \""
            + table
            + "\" t WHERE tenant = $1";
    return open(zip, table)
        .compose(opened -> connection.prepare(sql))
        .compose(
            statement -> {
              var cursor = statement.cursor(Tuple.of(tenant.value()));
              return pages(cursor, zip).eventually(cursor::close).eventually(statement::close);
            });
  }

  private Future<Void> pages(Cursor cursor, ZipOutputStream zip) {
    return cursor
        .read(PAGE)
        .compose(
            rows -> {
              var lines = new ArrayList<String>();
              rows.forEach(row -> lines.add(row.getString(0)));
              return append(zip, lines);
            })
        .compose(written -> cursor.hasMore() ? pages(cursor, zip) : Future.succeededFuture());
  }

  private Future<Void> open(ZipOutputStream zip, String table) {
    return vertx.executeBlocking(
        () -> {
          zip.putNextEntry(new ZipEntry(table + ".jsonl"));
          return null;
        });
  }

  private Future<Void> append(ZipOutputStream zip, List<String> lines) {
    return vertx.executeBlocking(
        () -> {
          for (var line : lines) {
            zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          }
          return null;
        });
  }

  private Future<Void> close(ZipOutputStream zip) {
    return vertx.executeBlocking(
        () -> {
          try {
            zip.close();
          } catch (IOException failure) {
            throw AtriumException.outside(
                "export_unwritable", "The archive cannot be written.", failure);
          }
          return null;
        });
  }
}
