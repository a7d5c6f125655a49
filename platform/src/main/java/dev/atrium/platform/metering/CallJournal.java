package dev.atrium.platform.metering;

import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The calls in flight on this node, in a file that the operating system keeps when the process is
 * killed: each has a slot with the ledger row it gets if nobody lives to write a better one, and
 * how many tokens were generated so far. A slot is a few memory writes; nothing is waited for.
 *
 * <p>A slot holds the row's length (0 = free), the tokens so far, the row's CRC-32C and the row as
 * JSON. Any thread; a slot belongs to one context at a time.
 */
public final class CallJournal implements AutoCloseable {
  private static final int SLOT_BYTES = 4096;
  private static final int SLOTS = 256;
  private static final int TOKENS = 4;
  private static final int CHECKSUM = 8;
  private static final int ROW = 12;

  private final FileChannel file;
  private final List<MappedByteBuffer> segments = new ArrayList<>();
  private final ArrayDeque<Slot> free = new ArrayDeque<>();
  private final List<LedgerEntry> left = new ArrayList<>();

  /** Where one call is written down. */
  public static final class Slot {
    private final CallJournal journal;
    private final MappedByteBuffer segment;
    private final int start;

    private Slot(CallJournal journal, MappedByteBuffer segment, int start) {
      this.journal = journal;
      this.segment = segment;
      this.start = start;
    }

    /**
     * Notes how far the call is.
     *
     * @param generated tokens since its beginning
     */
    public void generated(int generated) {
      segment.putInt(start + TOKENS, generated);
    }

    /** Forgets the call: its row is safe. */
    public void end() {
      segment.putInt(start, 0);
      journal.giveBack(this);
    }

    private void write(byte[] row) {
      segment.putInt(start + TOKENS, 0);
      segment.putInt(start + CHECKSUM, checksum(row));
      segment.put(start + ROW, row);
      segment.putInt(start, row.length);
    }

    private Optional<LedgerEntry> read() {
      int length = segment.getInt(start);
      if (length <= 0 || length > SLOT_BYTES - ROW) {
        return Optional.empty();
      }
      var row = new byte[length];
      segment.get(start + ROW, row);
      return checksum(row) == segment.getInt(start + CHECKSUM)
          ? EntryJson.read(new String(row, StandardCharsets.UTF_8))
              .map(entry -> entry.cutOff(segment.getInt(start + TOKENS)))
          : Optional.empty();
    }
  }

  private CallJournal(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens the journal of a node, and reads what its last process left.
   *
   * @throws AtriumException {@code journal_unusable}
   */
  public static CallJournal open(Path path) {
    try {
      var file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      var journal = new CallJournal(file);
      journal.load();
      return journal;
    } catch (IOException failure) {
      throw AtriumException.outside(
          "journal_unusable", "Cannot use the journal of open calls " + path + ".", failure);
    }
  }

  /** The rows of the calls that the last process was at when it ended. */
  public synchronized List<LedgerEntry> left() {
    return List.copyOf(left);
  }

  /** Forgets what the last process left; call it when those rows are safe. */
  public synchronized void clear() {
    left.clear();
    free.clear();
    for (var segment : segments) {
      for (int slot = SLOTS - 1; slot >= 0; slot--) {
        segment.putInt(slot * SLOT_BYTES, 0);
        free.push(new Slot(this, segment, slot * SLOT_BYTES));
      }
    }
  }

  /**
   * Writes a call down.
   *
   * @param lost its row if this process ends before it
   */
  public Slot begin(LedgerEntry lost) {
    var row = EntryJson.bytes(lost);
    if (row.length > SLOT_BYTES - ROW) {
      row = EntryJson.bytes(lost.withoutNames());
    }
    var slot = take();
    slot.write(row);
    return slot;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private synchronized Slot take() {
    if (free.isEmpty()) {
      addSegment();
    }
    return free.pop();
  }

  private synchronized void giveBack(Slot slot) {
    free.push(slot);
  }

  private void addSegment() {
    try {
      reserve(segments.size());
      var segment = map(segments.size());
      for (int slot = SLOTS - 1; slot >= 0; slot--) {
        free.push(new Slot(this, segment, slot * SLOT_BYTES));
      }
    } catch (IOException full) {
      throw AtriumException.outside(
          "journal_unusable", "The journal of open calls cannot grow.", full);
    }
  }

  /**
   * Takes a segment's space on the disk beforehand: a write to a mapped page that has none is a
   * fault of the process, not an error of the file.
   */
  private void reserve(int number) throws IOException {
    var empty = ByteBuffer.allocate(SLOTS * SLOT_BYTES);
    long start = (long) number * empty.capacity();
    while (empty.hasRemaining()) {
      file.write(empty, start + empty.position());
    }
  }

  private MappedByteBuffer map(int number) throws IOException {
    long bytes = (long) SLOTS * SLOT_BYTES;
    var segment = file.map(FileChannel.MapMode.READ_WRITE, number * bytes, bytes);
    segments.add(segment);
    return segment;
  }

  private void load() throws IOException {
    long count = file.size() / ((long) SLOTS * SLOT_BYTES);
    for (int number = 0; number < count; number++) {
      var segment = map(number);
      for (int slot = 0; slot < SLOTS; slot++) {
        new Slot(this, segment, slot * SLOT_BYTES).read().ifPresent(left::add);
      }
    }
  }

  private static int checksum(byte[] row) {
    var crc = new CRC32C();
    crc.update(row);
    return (int) crc.getValue();
  }
}
