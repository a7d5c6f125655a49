package dev.atrium.platform.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The console's files as they lie in the repository. */
final class ConsoleFiles {
  static final Path FOLDER = Path.of("..", "ui-static").toAbsolutePath().normalize();
  private static final Pattern WORDS = Pattern.compile("\\bt\\(\"([\\w.]+)\"");

  private ConsoleFiles() {}

  /** Text by path, of the files whose names end so. */
  static Map<String, String> texts(String... endings) {
    try (var paths = Files.walk(FOLDER)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> endsWithOne(path, endings))
          .collect(
              Collectors.toMap(
                  path -> FOLDER.relativize(path).toString(),
                  ConsoleFiles::read,
                  (one, other) -> one,
                  TreeMap::new));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The keys of the words that the code asks for by name. */
  static Set<String> namedWords() {
    return texts(".js").values().stream()
        .flatMap(text -> WORDS.matcher(text).results())
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static boolean endsWithOne(Path path, String... endings) {
    for (var ending : endings) {
      if (path.toString().endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
