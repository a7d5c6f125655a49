package dev.atrium.platform.cli.plugin;

import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Copies the template of a plugin under another name. */
record NewPlugin(String id, Path template, Path target) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final String OLD_ID = "template";
  private static final String OLD_CLASS = "Template";

  NewPlugin {
    if (!ID.matcher(id).matches() || id.length() > 60) {
      throw AtriumException.caller(
          "invalid_plugin_id",
          "'%s' is no plugin id; it has a-z, 0-9 and single '-', and begins with a letter."
              .formatted(id));
    }
  }

  /** Writes the new plugin's files; returns them. */
  List<Path> write() {
    if (Files.exists(target)) {
      throw AtriumException.caller(
          "folder_exists", "There is already something at " + target + ".");
    }
    try (var files = Files.walk(template)) {
      var sources =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !template.relativize(file).startsWith("target"))
              .sorted()
              .toList();
      for (var source : sources) {
        write(source);
      }
      return sources.stream().map(this::place).toList();
    } catch (IOException failure) {
      throw AtriumException.outside(
          "plugin_not_written", "The plugin cannot be written to " + target + ".", failure);
    }
  }

  private void write(Path source) throws IOException {
    var place = place(source);
    Files.createDirectories(place.getParent());
    Files.writeString(place, renamed(Files.readString(source)));
  }

  private Path place(Path source) {
    var name =
        template
            .relativize(source)
            .toString()
            .replace("/" + OLD_ID + "/", "/" + packageName() + "/")
            .replace(OLD_CLASS, className());
    return target.resolve(name);
  }

  private String renamed(String text) {
    return text.replace("dev.atrium.plugins." + OLD_ID, "dev.atrium.plugins." + packageName())
        .replace("<artifactId>" + OLD_ID + "<", "<artifactId>" + id + "<")
        .replace("plugin.id=" + OLD_ID, "plugin.id=" + id)
        .replaceAll("\\b" + OLD_CLASS + "(Test)?\\b", className() + "$1");
  }

  private String packageName() {
    return id.replace("-", "");
  }

  /** {@code lunch-menu} becomes {@code LunchMenu}. */
  String className() {
    return Stream.of(id.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
