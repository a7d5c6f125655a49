package dev.atrium.platform.database;

import dev.atrium.platform.files.FolderTree;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One real PostgreSQL for the tests of a JVM, started when first needed; each caller gets a
 * database of its own. Lives in a temporary folder that goes when the JVM ends.
 */
public final class TestPostgres {
  private static final long SECONDS = 30;

  private TestPostgres() {}

  /** An empty database on the shared server. */
  public static DatabaseAddress freshDatabase() {
    var server = Shared.SERVER.address();
    var address =
        new DatabaseAddress(
            server.host(),
            server.port(),
            "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12),
            server.owner(),
            server.password(),
            "");
    Migrations.createDatabase(address);
    return address;
  }

  /** A migrated database on the shared server. */
  public static DatabaseAccess migratedDatabase() {
    return Migrations.migrate(freshDatabase());
  }

  /** Waits for a future's value; fails with its failure. */
  public static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** The failure that a future ends with. */
  public static Throwable failureOf(Future<?> future) {
    return await(
        future.transform(
            result ->
                result.succeeded()
                    ? Future.failedFuture(new AssertionError("succeeded: " + result.result()))
                    : Future.succeededFuture(result.cause())));
  }

  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        var folder = Files.createTempDirectory("atrium-test-");
        var claimed = DataDirectory.claim(folder);
        var server = EmbeddedPostgres.start(claimed, EmbeddedPostgres.defaultCache());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, claimed, folder)));
        return server;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static void stop(EmbeddedPostgres server, DataDirectory claimed, Path folder) {
      server.close();
      claimed.close();
      try {
        FolderTree.delete(folder);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
