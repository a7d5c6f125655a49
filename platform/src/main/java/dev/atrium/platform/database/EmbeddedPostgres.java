package dev.atrium.platform.database;

import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own in the data directory: listens on the loopback address alone, asks
 * everyone for a password, and keeps its data between starts. Methods block.
 *
 * <p>A server that ends unasked is started again on its port. The server outlives a killed JVM. The
 * next start finds it by its {@code postmaster.pid}, stops it, and starts afresh: holding the data
 * directory proves that nobody else needs it.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String OWNER = "atrium_owner";
  private static final String DATABASE = "atrium";
  private static final int ATTEMPTS = 5;
  private static final int PASSWORD_BYTES = 32;
  private static final long WATCH_MILLIS = 500;
  private static final long LOG_LIMIT_BYTES = 16L << 20;

  private final PostgresControl control;
  private final DatabaseAddress address;
  private boolean wanted = true;
  private boolean closed;

  private EmbeddedPostgres(PostgresControl control, DatabaseAddress address) {
    this.control = control;
    this.address = address;
  }

  /** Where the programs are unpacked to unless told otherwise. */
  public static Path defaultCache() {
    return Path.of(System.getProperty("user.home"), ".cache", "atrium");
  }

  /** Unpacks the server's programs, so that a later start need not; about a second. */
  public static Path unpack(Path cache) {
    return PostgresBinaries.unpack(cache);
  }

  /**
   * Starts the server of a data directory; makes its data on first use.
   *
   * @throws AtriumException {@code postgres_not_started} with the place of the server's log
   */
  public static EmbeddedPostgres start(DataDirectory directory, Path cache) {
    var home = PostgresBinaries.unpack(cache);
    var control = new PostgresControl(home, directory.path());
    try {
      rotate(control.log());
      var password = password(directory.path().resolve("postgres.password"));
      control.stopOrphan();
      control.create(OWNER, directory.path().resolve("postgres.password"));
      var port = startOnFreePort(control);
      var address = new DatabaseAddress("127.0.0.1", port, DATABASE, OWNER, password, "");
      var server = new EmbeddedPostgres(control, address);
      server.createDatabase();
      server.watch();
      return server;
    } catch (IOException failure) {
      throw notStarted(control, failure);
    }
  }

  public DatabaseAddress address() {
    return address;
  }

  /** The server's process while it runs. */
  public Optional<Long> pid() {
    return control.runningPid();
  }

  /** Stops the server until {@link #resume} starts it again on the same port. */
  public synchronized void suspend() {
    wanted = false;
    control.stop();
  }

  public synchronized void resume() {
    wanted = true;
    try {
      startAgain();
    } catch (IOException failure) {
      throw notStarted(control, failure);
    }
  }

  /** Stops the server: open transactions are rolled back, what was committed is on disk. */
  @Override
  public synchronized void close() {
    closed = true;
    suspend();
  }

  /** Forgets the server without stopping it, as a killed process does. */
  synchronized void abandon() {
    closed = true;
  }

  private void createDatabase() {
    try {
      Migrations.createDatabase(address);
    } catch (AtriumException failure) {
      control.stop();
      throw failure;
    }
  }

  /**
   * Looks after the server every half second. Its end cannot be waited for: it is no child of this
   * process, and may stay a zombie.
   */
  private void watch() {
    CompletableFuture.delayedExecutor(
            WATCH_MILLIS, TimeUnit.MILLISECONDS, Thread::startVirtualThread)
        .execute(this::revive);
  }

  /** Starts the server again if it ended although nobody asked it to. */
  private synchronized void revive() {
    if (closed) {
      return;
    }
    if (wanted && control.runningPid().isEmpty()) {
      LOG.warn("The embedded PostgreSQL ended unexpectedly; starting it again");
      try {
        startAgain();
      } catch (IOException failure) {
        LOG.error("The embedded PostgreSQL does not start again; see {}", control.log(), failure);
      }
    }
    watch();
  }

  private void startAgain() throws IOException {
    control.stopOrphan();
    control.start(address.port());
  }

  private static AtriumException notStarted(PostgresControl control, IOException failure) {
    return AtriumException.outside(
        "postgres_not_started",
        "The embedded PostgreSQL does not start. " + control.advice(),
        failure);
  }

  private static int startOnFreePort(PostgresControl control) throws IOException {
    var failure = new IOException("no attempt was made");
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      var port = freePort();
      try {
        control.start(port);
        return port;
      } catch (IOException refused) {
        LOG.warn("PostgreSQL did not start on port {} (attempt {})", port, attempt);
        failure = refused;
      }
    }
    throw failure;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      var bytes = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(bytes);
      var mine = PosixFilePermissions.fromString("rw-------");
      var fresh =
          Files.createTempFile(
              file.getParent(), ".password", "", PosixFilePermissions.asFileAttribute(mine));
      Files.writeString(fresh, HexFormat.of().formatHex(bytes));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      Files.move(log, Path.of(log + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
