package dev.atrium.platform.database;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.files.FolderTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL server programs, unpacked from the class path into a cache folder. */
final class PostgresBinaries {
  private static final int NAME_DIGITS = 12;
  private static final int OWNER_EXECUTES = 0100;

  private PostgresBinaries() {}

  /**
   * Unpacks the programs for this machine unless that was done before. Safe against other processes
   * doing the same.
   *
   * @return the folder with {@code bin}, {@code lib} and {@code share}
   */
  static Path unpack(Path cache) {
    var archive = archiveName();
    try {
      var home = cache.toAbsolutePath().resolve("postgres-" + fingerprint(archive));
      if (!Files.isDirectory(home)) {
        Files.createDirectories(cache);
        var fresh = Files.createTempDirectory(cache.toAbsolutePath(), ".unpacking-");
        extract(archive, fresh);
        publish(fresh, home);
      }
      return home;
    } catch (IOException failure) {
      throw AtriumException.outside(
          "postgres_not_unpacked",
          "Cannot unpack the embedded PostgreSQL into " + cache + ".",
          failure);
    }
  }

  static String archiveName() {
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    var machine =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          case String other -> other;
        };
    if (system.contains("mac")) {
      return "postgres-darwin-" + machine + ".txz";
    }
    var alpine = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
    return "postgres-linux-" + machine + alpine + ".txz";
  }

  private static InputStream open(String archive) {
    var stream = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
    if (stream == null) {
      throw AtriumException.outside(
          "postgres_not_bundled",
          "No embedded PostgreSQL for this machine ("
              + archive
              + "); use an outside one with --database-url.");
    }
    return stream;
  }

  private static String fingerprint(String archive) throws IOException {
    try (var stream = open(archive)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var block = new byte[1 << 16];
      for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
        digest.update(block, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static void extract(String archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(open(archive))))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException(entry.getName() + " points out of the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
      var executable = (entry.getMode() & OWNER_EXECUTES) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void publish(Path fresh, Path home) throws IOException {
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException anotherWasFaster) {
      FolderTree.delete(fresh);
    }
  }
}
