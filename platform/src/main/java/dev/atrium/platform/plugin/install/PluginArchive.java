package dev.atrium.platform.plugin.install;

import dev.atrium.platform.plugin.loading.PluginRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An uploaded jar or zip, of which nothing is believed: each entry is inflated and counted, and
 * each name must stay below the folder it is unpacked into.
 */
final class PluginArchive {
  static final int MAX_ENTRIES = 20_000;
  static final long MAX_BYTES = 512L << 20;

  /** Deflate reaches 1032; text and classes stay far below this. */
  static final long MAX_RATIO = 200;

  private static final long SMALL = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[^\\\\:\\p{Cntrl}]{1,500}");

  private final Path file;

  PluginArchive(Path file) {
    this.file = file;
  }

  /** Whether it is laid out as {@code classes/} and {@code lib/}, to be unpacked. */
  boolean folders() throws PluginRefused {
    try (var zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .anyMatch(name -> name.startsWith("classes/") || name.matches("lib/[^/]+\\.jar"));
    } catch (IOException unreadable) {
      throw noArchive();
    }
  }

  /** Reads every entry to its end and refuses what is not as it should be. */
  void check() throws PluginRefused {
    walk((name, stream) -> stream.transferTo(java.io.OutputStream.nullOutputStream()));
  }

  /** Unpacks a checked archive. */
  void unpack(Path folder) throws PluginRefused {
    walk(
        (name, stream) -> {
          var target = folder.resolve(name).normalize();
          if (!target.startsWith(folder)) {
            throw new IOException(name + " leaves its folder");
          }
          Files.createDirectories(target.getParent());
          Files.copy(stream, target);
        });
  }

  /** Takes an entry's bytes. */
  @FunctionalInterface
  private interface Taker {
    void take(String name, InputStream bytes) throws IOException;
  }

  private void walk(Taker taker) throws PluginRefused {
    try (var zip = new ZipFile(file.toFile())) {
      var seen = new HashSet<String>();
      var limit = Math.min(MAX_BYTES, Math.max(SMALL, Files.size(file) * MAX_RATIO));
      var left = new long[] {limit};
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        checkName(entry.getName(), seen);
        if (!entry.isDirectory()) {
          try (var stream = new Counted(zip.getInputStream(entry), left)) {
            taker.take(entry.getName(), stream);
          }
        }
      }
    } catch (TooLarge bomb) {
      throw new PluginRefused(
          "The archive holds more than a plugin may: unpacked it is larger than "
              + MAX_BYTES / (1 << 20)
              + " MiB or than "
              + MAX_RATIO
              + " times its size.");
    } catch (IOException unreadable) {
      throw noArchive();
    }
  }

  private static void checkName(String name, Set<String> seen) throws PluginRefused {
    var path = Path.of("/plugin");
    var plain = NAME.matcher(name).matches() && !name.startsWith("/");
    if (!plain || !path.resolve(name).normalize().startsWith(path) || name.contains("..")) {
      throw new PluginRefused("The archive holds an entry whose name leaves its folder.");
    }
    if (!seen.add(name) || seen.size() > MAX_ENTRIES) {
      throw new PluginRefused("The archive names an entry twice or holds too many entries.");
    }
  }

  private static PluginRefused noArchive() {
    return new PluginRefused("The file is no whole jar or zip archive.");
  }

  private static final class TooLarge extends ZipException {
    private static final long serialVersionUID = 1L;
  }

  /** Counts what really comes out, whatever the archive says of itself. */
  private static final class Counted extends InputStream {
    private final InputStream stream;
    private final long[] left;

    Counted(InputStream stream, long[] left) {
      this.stream = stream;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      var single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var count = stream.read(buffer, offset, length);
      left[0] -= Math.max(0, count);
      if (left[0] < 0) {
        throw new TooLarge();
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
