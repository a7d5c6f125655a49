package dev.atrium.platform.cli.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.Scenario;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;

/** The sources of a plugin as Maven lays them out, compiled without Maven against the SPI alone. */
record PluginSources(Path folder) {
  private static final String MAIN = "src/main/java";
  private static final String RESOURCES = "src/main/resources";
  private static final String DESCRIPTOR = "plugin.properties";

  PluginSources {
    if (!Files.isRegularFile(folder.resolve(DESCRIPTOR))) {
      throw AtriumException.caller(
          "no_plugin", "The folder %s has no %s.".formatted(folder, DESCRIPTOR));
    }
  }

  /** Changes whenever a file does. */
  String state() throws IOException {
    var state = new ArrayList<String>();
    for (var file : files()) {
      FileTime changed = Files.getLastModifiedTime(file);
      state.add(file + " " + changed.toMillis() + " " + Files.size(file));
    }
    return String.join("\n", state);
  }

  private List<Path> files() throws IOException {
    var all = new ArrayList<Path>();
    all.add(folder.resolve(DESCRIPTOR));
    for (var part : List.of(MAIN, RESOURCES, "lib")) {
      if (Files.isDirectory(folder.resolve(part))) {
        try (var files = Files.walk(folder.resolve(part))) {
          files.filter(Files::isRegularFile).sorted().forEach(all::add);
        }
      }
    }
    return all;
  }

  /**
   * Writes the plugin, ready to be loaded, with {@code classes/} and {@code lib/}.
   *
   * @throws AtriumException {@code plugin_does_not_compile} with the compiler's words
   */
  void build(Path target) throws IOException {
    var classes = Files.createDirectories(target.resolve("classes"));
    copy(folder.resolve(RESOURCES), classes);
    copy(folder.resolve("lib"), target.resolve("lib"));
    Files.copy(folder.resolve(DESCRIPTOR), target.resolve(DESCRIPTOR));
    compile(classes);
  }

  private void compile(Path classes) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var sources = files().stream().filter(file -> file.toString().endsWith(".java")).toList();
    var words = new StringWriter();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var options =
          List.of("-proc:none", "-parameters", "-d", classes.toString(), "-cp", classPath());
      var units = manager.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(words, manager, null, options, null, units).call()) {
        throw AtriumException.caller("plugin_does_not_compile", words.toString().strip());
      }
    }
  }

  private String classPath() throws IOException {
    var shared =
        Stream.of(Scenario.class, ExtensionPoint.class, Logger.class, NullMarked.class)
            .map(
                type ->
                    Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()));
    var own = files().stream().filter(file -> file.toString().endsWith(".jar"));
    return Stream.concat(shared, own)
        .map(Path::toString)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      try (var files = Files.walk(from)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var place = to.resolve(from.relativize(file).toString());
          Files.createDirectories(place.getParent());
          Files.copy(file, place);
        }
      }
    }
  }
}
