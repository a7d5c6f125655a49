package dev.atrium.platform.database;

import dev.atrium.platform.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@code initdb} and {@code pg_ctl}. PostgreSQL refuses to run as root; as root its programs
 * run in a user namespace of their own, where they are nobody and still own their files.
 */
final class PostgresControl {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresControl.class);
  private static final int COMMAND_SECONDS = 120;
  private static final String CONFIGURATION =
      """
      listen_addresses = '127.0.0.1'
      port = %d
      unix_socket_directories = ''
      max_connections = 60
      password_encryption = 'scram-sha-256'
      shared_buffers = 128MB
      max_wal_size = 1GB
      timezone = 'UTC'
      log_timezone = 'UTC'
      # Statements and their details may hold personal data.
      log_error_verbosity = terse
      log_min_error_statement = panic
      log_checkpoints = off
      """;

  private final Path home;
  private final Path data;
  private final Path log;
  private final boolean root;

  PostgresControl(Path home, Path directory) {
    this.home = home;
    this.data = directory.resolve("postgres");
    this.log = directory.resolve("postgres.log");
    this.root = "root".equals(System.getProperty("user.name"));
  }

  Path log() {
    return log;
  }

  /** What to do about a server that does not start, as far as this machine tells. */
  String advice() {
    return root && !namespacesWork()
        ? "PostgreSQL refuses to run as root and this machine grants no user namespace: start as"
            + " another user, or use an outside database with --database-url."
        : "See " + log + ".";
  }

  private static boolean namespacesWork() {
    try {
      await("unshare", new ProcessBuilder("unshare", "--user", "--", "true").start());
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Makes the data folder unless it is there; never leaves half of one. */
  void create(String owner, Path passwordFile) throws IOException {
    if (Files.exists(data)) {
      return;
    }
    var fresh = data.resolveSibling("postgres.new");
    FolderTree.delete(fresh);
    run(
        "initdb",
        "--pgdata=" + fresh,
        "--username=" + owner,
        "--auth=scram-sha-256",
        "--pwfile=" + passwordFile,
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums");
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  void start(int port) throws IOException {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(data.resolve("postgresql.conf"), CONFIGURATION.formatted(port));
    run("pg_ctl", "start", "--pgdata=" + data, "--log=" + log, "--wait", "--timeout=60");
  }

  /** Fast shutdown, and if that takes too long an immediate one, from which the log recovers. */
  void stop() {
    if (runningPid().isEmpty()) {
      return;
    }
    try {
      run("pg_ctl", "stop", "--pgdata=" + data, "--mode=fast", "--wait", "--timeout=30");
    } catch (IOException slow) {
      LOG.warn("PostgreSQL did not stop in time; stopping it at once", slow);
      stopAtOnce();
    }
  }

  /** Stops the server that a killed process left, and forgets a process id that is another's. */
  void stopOrphan() throws IOException {
    if (runningPid().isPresent()) {
      LOG.info("Stopping the PostgreSQL that an earlier process left running");
      stop();
    }
    Files.deleteIfExists(pidFile());
  }

  /** The server of this data folder, if it runs. */
  Optional<Long> runningPid() {
    return recordedPid().filter(this::isOurs);
  }

  private Optional<Long> recordedPid() {
    try (var lines = Files.lines(pidFile())) {
      return lines.findFirst().map(String::strip).map(Long::valueOf);
    } catch (IOException | NumberFormatException noneOrTorn) {
      return Optional.empty();
    }
  }

  private boolean isOurs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().arguments())
        .filter(arguments -> Arrays.asList(arguments).contains(data.toString()))
        .isPresent();
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  private void stopAtOnce() {
    try {
      run("pg_ctl", "stop", "--pgdata=" + data, "--mode=immediate", "--wait", "--timeout=30");
    } catch (IOException stuck) {
      LOG.error("PostgreSQL does not stop; the next start will try again", stuck);
    }
  }

  private void run(String program, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    if (root) {
      command.addAll(List.of("unshare", "--user", "--"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    await(program, builder.start());
  }

  private static void await(String program, Process process) throws IOException {
    try {
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(program + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(program + " ended with " + process.exitValue());
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", interrupted);
    }
  }
}
