package dev.atrium.platform.safety;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The data tables beside these classes. */
final class Tables {
  private static final List<String> FOLDING = lines("folding.txt");

  private Tables() {}

  /** The rest of the one line of {@code folding.txt} that begins so. */
  static String line(String prefix) {
    return rows(prefix).getFirst();
  }

  /** The rest of every line of {@code folding.txt} that begins so. */
  static List<String> rows(String prefix) {
    return FOLDING.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  /** The lines of a table without its comments. */
  static List<String> lines(String name) {
    try (var stream = Tables.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The resource " + name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# ") && !line.isBlank())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
