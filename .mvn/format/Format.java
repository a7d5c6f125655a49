import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Formats every Java file of the tree with google-java-format, in one JVM: {@code Format check ROOT
 * LIST} writes the names of the files that differ to LIST, which is absent if there are none;
 * {@code Format write ROOT LIST} rewrites the files and leaves no LIST. Started from its source by
 * the build, on the JDK that compiles the project.
 */
final class Format {
  private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "out");

  public static void main(String[] arguments) throws IOException {
    var write = arguments[0].equals("write");
    var root = Path.of(arguments[1]).toAbsolutePath().normalize();
    var different = javaFiles(root).parallelStream().filter(file -> differs(file, write)).toList();
    var list = Path.of(arguments[2]);
    Files.deleteIfExists(list);
    var names = different.stream().map(file -> root.relativize(file).toString()).toList();
    names.forEach(name -> System.out.println((write ? "formatted " : "not formatted: ") + name));
    if (!write && !names.isEmpty()) {
      Files.write(list, names);
    }
  }

  private static boolean differs(Path file, boolean write) {
    try {
      var source = Files.readString(file);
      var formatted = format(source);
      if (source.equals(formatted)) {
        return false;
      }
      if (write) {
        Files.writeString(file, formatted);
      }
      return true;
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static String format(String source) throws FormatterException {
    var style = JavaFormatterOptions.Style.GOOGLE;
    var ordered = ImportOrderer.reorderImports(source, style);
    return new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return skipped(root, folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean skipped(Path root, Path folder) {
    var name = folder.getFileName().toString();
    var hidden = name.startsWith(".") && !name.equals(".mvn");
    return !folder.equals(root) && (hidden || SKIPPED_FOLDERS.contains(name));
  }
}
