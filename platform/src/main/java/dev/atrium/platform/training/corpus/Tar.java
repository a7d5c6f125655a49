package dev.atrium.platform.training.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of a tar archive. */
final class Tar {

  private static final int BLOCK = 512;

  private Tar() {}

  /** The texts of the files whose name ends so, in the archive's order. */
  static List<String> files(InputStream archive, String ending) throws IOException {
    var texts = new ArrayList<String>();
    for (var header = archive.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = archive.readNBytes(BLOCK)) {
      var name = field(header, 0, 100);
      var size = Integer.parseInt(field(header, 124, 12).strip(), 8);
      var content = archive.readNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
      if (name.endsWith(ending)) {
        texts.add(new String(content, 0, size, StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private static String field(byte[] header, int from, int length) {
    var end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }
}
