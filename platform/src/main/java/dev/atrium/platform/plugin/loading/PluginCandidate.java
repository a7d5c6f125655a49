package dev.atrium.platform.plugin.loading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PropertiesPluginDescriptorFinder;

/**
 * A file or folder that may be a plugin.
 *
 * @param descriptor what its {@code plugin.properties} says, checked
 * @param permissions what it asks to use beyond the tenant's models and knowledge
 */
public record PluginCandidate(
    Path path, PluginDescriptor descriptor, SortedSet<Permission> permissions) {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
  private static final Pattern VERSION =
      Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

  public PluginCandidate {
    permissions = Collections.unmodifiableSortedSet(new TreeSet<>(permissions));
  }

  public String id() {
    return descriptor.getPluginId();
  }

  public String version() {
    return descriptor.getVersion();
  }

  /** Whether it names another plugin among its dependencies. */
  public boolean dependsOn(String pluginId) {
    return dependencies().stream().anyMatch(needed -> needed.getPluginId().equals(pluginId));
  }

  List<PluginDependency> dependencies() {
    return descriptor.getDependencies();
  }

  /**
   * @throws PluginRefused with a sentence what is wrong with the descriptor
   */
  public static PluginCandidate read(Path path) throws PluginRefused {
    var descriptor = descriptor(path);
    require(descriptor.getPluginId(), ID, "plugin.id", "a-z, 0-9 and '-', at most 60 characters");
    require(descriptor.getVersion(), VERSION, "plugin.version", "a version such as 1.0.0");
    return new PluginCandidate(path, descriptor, permissions(path));
  }

  private static PluginDescriptor descriptor(Path path) throws PluginRefused {
    var holder = Files.isDirectory(path) ? "The folder " : "The file ";
    if (Files.isDirectory(path) && !Files.exists(path.resolve("plugin.properties"))) {
      throw new PluginRefused(holder + path.getFileName() + " has no plugin.properties.");
    }
    try {
      return new PropertiesPluginDescriptorFinder().find(path);
    } catch (PluginRuntimeException | IllegalArgumentException unreadable) {
      throw new PluginRefused(
          holder + path.getFileName() + " holds no readable plugin.properties at its root.");
    }
  }

  private static SortedSet<Permission> permissions(Path path) throws PluginRefused {
    var text = properties(path).getProperty("plugin.permissions", "");
    var found = new TreeSet<Permission>();
    for (var word : text.split("[,\\s]+")) {
      if (!word.isEmpty()) {
        found.add(Permission.parse(word));
      }
    }
    return found;
  }

  private static Properties properties(Path path) throws PluginRefused {
    var properties = new Properties();
    try {
      if (Files.isDirectory(path)) {
        try (var stream = Files.newInputStream(path.resolve("plugin.properties"))) {
          properties.load(stream);
        }
      } else {
        try (var jar = new ZipFile(path.toFile());
            var stream = jar.getInputStream(jar.getEntry("plugin.properties"))) {
          properties.load(stream);
        }
      }
      return properties;
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new PluginRefused(path.getFileName() + " holds no readable plugin.properties.");
    }
  }

  private static void require(String value, Pattern form, String key, String rule)
      throws PluginRefused {
    if (value == null || value.isBlank()) {
      throw new PluginRefused("plugin.properties lacks the key " + key + ".");
    }
    if (!form.matcher(value).matches()) {
      throw new PluginRefused(key + " is \"" + value + "\"; it must be " + rule + ".");
    }
  }

  /** The plugins in a folder: jars, and sub-folders but hidden ones and the authors' template. */
  static List<Path> in(Path root) throws IOException {
    try (var files = Files.list(root)) {
      return files.filter(PluginCandidate::mayBePlugin).sorted().toList();
    }
  }

  private static boolean mayBePlugin(Path path) {
    var name = path.getFileName().toString();
    return !name.startsWith(".")
        && !name.equals("target")
        && !name.equals("template")
        && (Files.isDirectory(path) || name.endsWith(".jar"));
  }
}
