package dev.atrium.platform.inference.adapters;

import dev.atrium.platform.failure.AtriumException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;

/**
 * An uploaded zip, tar or tar.gz with a PEFT folder, of which nothing is believed. The two files of
 * an adapter are taken, from the top or from one folder; what lies beside them is read past.
 */
final class AdapterArchive {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final int MOST_ENTRIES = 1000;
  private static final long MOST_BYTES = 2L << 30;
  private static final long MOST_CONFIG_BYTES = 1 << 20;

  /** Deflate reaches 1032; weights stay far below this. */
  private static final long MOST_RATIO = 200;

  private static final long SMALL = 4 << 20;
  private static final Pattern NAME = Pattern.compile("[^\\\\:\\p{Cntrl}]{1,500}");

  private final Path archive;
  private final Path folder;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> taken = new HashMap<>();
  private long left;

  private AdapterArchive(Path archive, Path folder) throws IOException {
    this.archive = archive;
    this.folder = folder;
    this.left = Math.min(MOST_BYTES, Math.max(SMALL, Files.size(archive) * MOST_RATIO));
  }

  /**
   * Unpacks the adapter's files into an empty folder.
   *
   * @throws AtriumException CALLER {@code adapter_refused}; the folder may then hold anything
   */
  static void unpack(Path archive, Path folder) {
    try {
      new AdapterArchive(archive, folder).unpack();
    } catch (IOException unreadable) {
      throw refused("The upload is no whole zip, tar or tar.gz.");
    }
  }

  static AtriumException refused(String sentence) {
    return AtriumException.caller("adapter_refused", sentence);
  }

  private void unpack() throws IOException {
    var head = head();
    if (head[0] == 'P' && head[1] == 'K') {
      unpackZip();
    } else if ((head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      try (var stream = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
        unpackTar(stream);
      }
    } else {
      try (var stream = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
        unpackTar(stream);
      }
    }
    requireBoth();
  }

  private byte[] head() throws IOException {
    try (var stream = Files.newInputStream(archive)) {
      var head = stream.readNBytes(2);
      if (head.length < 2) {
        throw new EOFException();
      }
      return head;
    }
  }

  private void unpackZip() throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        var name = checked(entry.getName());
        if (!entry.isDirectory()) {
          try (var stream = new Counted(zip.getInputStream(entry))) {
            take(name, stream);
          }
        }
      }
    }
  }

  private void unpackTar(InputStream stream) throws IOException {
    var tar = new TarReader(new Counted(stream));
    for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      var name = checked(entry.get().name());
      switch (entry.get().kind()) {
        case FILE -> take(name, tar.content());
        case FOLDER -> {}
        case OTHER -> throw refused("The archive holds a link or a device.");
      }
    }
  }

  /** A name that stays in its folder. */
  private String checked(String name) {
    var plain = name.startsWith("./") ? name.substring(2) : name;
    var leaves = Arrays.asList(plain.split("/")).contains("..");
    if (!name.equals("./") && (!NAME.matcher(plain).matches() || plain.startsWith("/") || leaves)) {
      throw refused("The archive holds an entry whose name leaves its folder.");
    }
    if (!seen.add(plain) || seen.size() > MOST_ENTRIES) {
      throw refused("The archive names an entry twice or holds too many entries.");
    }
    return plain;
  }

  private void take(String name, InputStream stream) throws IOException {
    var slash = name.lastIndexOf('/');
    var file = name.substring(slash + 1);
    var parent = name.substring(0, slash + 1);
    var wanted = (file.equals(CONFIG) || file.equals(WEIGHTS)) && parent.indexOf('/') == slash;
    if (!wanted) {
      copy(stream, Path.of("/dev/null"), MOST_BYTES);
      return;
    }
    if (taken.put(file, parent) != null) {
      throw refused("The archive holds more than one adapter.");
    }
    copy(stream, folder.resolve(file), file.equals(CONFIG) ? MOST_CONFIG_BYTES : MOST_BYTES);
  }

  private static void copy(InputStream stream, Path target, long most) throws IOException {
    var buffer = new byte[1 << 16];
    var room = most;
    try (var out = Files.newOutputStream(target)) {
      for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        room -= count;
        if (room < 0) {
          throw tooLarge();
        }
        out.write(buffer, 0, count);
      }
    }
  }

  private static AtriumException tooLarge() {
    return refused(
        "The archive holds more than an adapter may: unpacked it is larger than %d MiB or than %d times its size."
            .formatted(MOST_BYTES >> 20, MOST_RATIO));
  }

  /** Counts what really comes out, whatever the archive says of itself. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      var single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var count = in.read(buffer, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw tooLarge();
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return Math.max(0, read(new byte[(int) Math.min(count, 1 << 16)]));
    }
  }

  private void requireBoth() {
    if (!taken.containsKey(CONFIG)) {
      throw refused("The archive holds no " + CONFIG + ", which PEFT's save_pretrained writes.");
    }
    if (!taken.containsKey(WEIGHTS)) {
      throw refused(
          "The archive holds no "
              + WEIGHTS
              + "; PEFT's save_pretrained writes it unless safe_serialization is off.");
    }
    if (!taken.get(CONFIG).equals(taken.get(WEIGHTS))) {
      throw refused("The archive's two files of the adapter lie in different folders.");
    }
  }
}
