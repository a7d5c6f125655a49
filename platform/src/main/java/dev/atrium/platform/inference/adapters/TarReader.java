package dev.atrium.platform.inference.adapters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a tar one entry after the other; long names of GNU and PAX are read past. */
final class TarReader {
  private static final int BLOCK = 512;

  /** What an entry is. */
  enum Kind {
    FILE,
    FOLDER,
    OTHER
  }

  record Entry(String name, Kind kind) {}

  private final InputStream stream;
  private long size;
  private long left;

  TarReader(InputStream stream) {
    this.stream = stream;
  }

  /** The next entry; empty at the end. What was not read of the last is read past. */
  Optional<Entry> next() throws IOException {
    for (var header = header(); header.isPresent(); header = header()) {
      var bytes = header.get();
      switch (bytes[156]) {
        case 'x', 'g', 'L', 'K' -> {}
        case '0', 0 -> {
          return Optional.of(new Entry(name(bytes), Kind.FILE));
        }
        case '5' -> {
          return Optional.of(new Entry(name(bytes), Kind.FOLDER));
        }
        default -> {
          return Optional.of(new Entry(name(bytes), Kind.OTHER));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> header() throws IOException {
    skipRest();
    var header = stream.readNBytes(BLOCK);
    if (header.length == 0 || isZero(header)) {
      return Optional.empty();
    }
    if (header.length < BLOCK || !checksumHolds(header)) {
      throw new EOFException("no whole tar");
    }
    size = octal(header, 124, 12);
    left = size;
    return Optional.of(header);
  }

  /** The content of the entry that was told last; closing it leaves the tar open. */
  InputStream content() {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        var single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        var count = stream.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
          throw new EOFException("no whole tar");
        }
        left -= count;
        return count;
      }

      @Override
      public void close() {}
    };
  }

  private void skipRest() throws IOException {
    stream.skipNBytes(left + Math.floorMod(-size, BLOCK));
    size = 0;
    left = 0;
  }

  private static boolean isZero(byte[] header) {
    for (var value : header) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, those of the sum itself taken as blanks. */
  private static boolean checksumHolds(byte[] header) throws IOException {
    var sum = 0L;
    for (var i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    return sum == octal(header, 148, 8);
  }

  private static long octal(byte[] header, int from, int length) throws IOException {
    var text = text(header, from, length).strip();
    if (!text.matches("[0-7]{1,12}")) {
      throw new IOException("no tar");
    }
    return Long.parseLong(text, 8);
  }

  private static String name(byte[] header) {
    var prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    var name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int from, int length) {
    var end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, UTF_8);
  }
}
