package dev.atrium.platform.metering;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries on disk that the ledger has not taken yet, in files named {@code 000001.spool}, …: one
 * line per entry, its CRC-32C in hexadecimal, a space, and the entry as JSON.
 *
 * <p>A file is appended to by the process that made it, until it is full, handed out for replay, or
 * a write to it fails; never again after that. So only a file's end can be torn, and what is torn
 * was never acknowledged. Methods block; one thread at a time.
 */
final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".spool";
  private static final long FULL_BYTES = 4L << 20;
  private static final int CHECKSUM_DIGITS = 8;

  private final Path folder;
  private Optional<FileChannel> open = Optional.empty();

  /**
   * Entries read from one file.
   *
   * @param file to be given to {@link #remove} once the ledger has them
   */
  record Batch(Path file, List<LedgerEntry> entries) {}

  Spool(Path folder) {
    this.folder = folder;
  }

  /** Writes entries so that they outlive this process and this machine's power. */
  void append(List<LedgerEntry> entries) throws IOException {
    var lines = new StringBuilder();
    for (var entry : entries) {
      lines.append(line(entry));
    }
    var bytes = StandardCharsets.UTF_8.encode(lines.toString());
    var channel = channel();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException failure) {
      close();
      throw failure;
    }
    if (channel.size() >= FULL_BYTES) {
      close();
    }
  }

  /** The oldest file's entries; empty if the ledger has all. */
  Optional<Batch> oldest() throws IOException {
    var files = files();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    close();
    return Optional.of(new Batch(files.getFirst(), read(files.getFirst())));
  }

  void remove(Batch batch) throws IOException {
    Files.deleteIfExists(batch.file());
    sync(folder);
  }

  /** Keeps entries that the ledger refuses, for a person to look at. */
  void setAside(List<LedgerEntry> refused) throws IOException {
    Files.createDirectories(folder);
    var lines = new StringBuilder();
    for (var entry : refused) {
      lines.append(line(entry));
    }
    try (var channel =
        FileChannel.open(
            folder.resolve("refused.jsonl"),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      channel.write(StandardCharsets.UTF_8.encode(lines.toString()));
      channel.force(false);
    }
  }

  /** All entries of all files, the newest last. */
  List<LedgerEntry> all() throws IOException {
    var entries = new ArrayList<LedgerEntry>();
    for (var file : files()) {
      entries.addAll(read(file));
    }
    return entries;
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      var channel = open.get();
      open = Optional.empty();
      channel.close();
    }
  }

  private FileChannel channel() throws IOException {
    if (open.isEmpty()) {
      Files.createDirectories(folder);
      var next = files().isEmpty() ? 1 : number(files().getLast()) + 1;
      var file = folder.resolve(String.format("%06d", next) + SUFFIX);
      open =
          Optional.of(
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      sync(folder);
    }
    return open.get();
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparingLong(Spool::number))
          .toList();
    }
  }

  private static long number(Path file) {
    var name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  private static List<LedgerEntry> read(Path file) throws IOException {
    var entries = new ArrayList<LedgerEntry>();
    var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      var entry = entry(text.substring(start, end));
      if (entry.isEmpty()) {
        break;
      }
      entries.add(entry.get());
      start = end + 1;
    }
    if (start < text.length()) {
      LOG.warn("{} ends with a torn entry, which nobody was told is safe", file.getFileName());
    }
    return entries;
  }

  private static String line(LedgerEntry entry) {
    var json = EntryJson.write(entry);
    return checksum(json) + " " + json + "\n";
  }

  private static Optional<LedgerEntry> entry(String line) {
    if (line.length() <= CHECKSUM_DIGITS + 1) {
      return Optional.empty();
    }
    var json = line.substring(CHECKSUM_DIGITS + 1);
    if (!checksum(json).equals(line.substring(0, CHECKSUM_DIGITS))) {
      return Optional.empty();
    }
    return EntryJson.read(json);
  }

  private static String checksum(String json) {
    var crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
