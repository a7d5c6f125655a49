package dev.atrium.platform.plugin.loading;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pf4j.CompoundPluginLoader;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.DevelopmentPluginLoader;
import org.pf4j.ExtensionFactory;
import org.pf4j.JarPluginLoader;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginWrapper;
import org.pf4j.SingletonExtensionFactory;

/**
 * PF4J for one version of one plugin, so that all PF4J remembers of it goes with the manager: class
 * loading is closed, each extension has one instance. Dependencies are met by the class loaders
 * handed in. Jars, folders with {@code classes} and {@code lib}, and folders as Maven leaves them.
 */
final class ClosedPluginManager extends DefaultPluginManager {
  private final PluginCandidate candidate;
  private final Map<String, ClassLoader> dependencies;

  ClosedPluginManager(
      PluginCandidate candidate, String spiVersion, Map<String, ClassLoader> dependencies) {
    super(List.of(candidate.path().toAbsolutePath().getParent()));
    this.candidate = candidate;
    this.dependencies = Map.copyOf(dependencies);
    setSystemVersion(spiVersion);
  }

  /** Loads the plugin, ready to be started. */
  PluginWrapper load() {
    var wrapper = loadPluginFromPath(candidate.path());
    resolvePlugins();
    return wrapper;
  }

  void unloadAll() {
    plugins.keySet().stream().toList().forEach(this::unloadPlugin);
  }

  /** The descriptor without its dependencies, which PF4J would look for in this manager. */
  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public PluginDescriptor find(Path path) {
        var known = candidate.descriptor();
        return new DefaultPluginDescriptor(
            known.getPluginId(),
            known.getPluginDescription(),
            known.getPluginClass(),
            known.getVersion(),
            "*",
            known.getProvider(),
            known.getLicense());
      }
    };
  }

  @Override
  protected ExtensionFactory createExtensionFactory() {
    return new SingletonExtensionFactory(this);
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new CompoundPluginLoader()
        .add(
            new DevelopmentPluginLoader(this) {
              @Override
              public boolean isApplicable(Path path) {
                return Files.isDirectory(path.resolve("target"));
              }

              @Override
              protected PluginClassLoader createPluginClassLoader(
                  Path path, PluginDescriptor descriptor) {
                return closed(descriptor);
              }
            })
        .add(
            new DefaultPluginLoader(this) {
              @Override
              protected PluginClassLoader createPluginClassLoader(
                  Path path, PluginDescriptor descriptor) {
                return closed(descriptor);
              }
            })
        .add(
            new JarPluginLoader(this) {
              @Override
              public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                var loader = closed(descriptor);
                loader.addFile(path.toFile());
                return loader;
              }
            });
  }

  private PluginClassLoader closed(PluginDescriptor descriptor) {
    return PluginVisibility.loader(this, descriptor, List.copyOf(dependencies.values()));
  }
}
