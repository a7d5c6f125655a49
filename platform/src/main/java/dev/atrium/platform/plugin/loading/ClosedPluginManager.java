package dev.atrium.platform.plugin.loading;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.CompoundPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.DevelopmentPluginLoader;
import org.pf4j.ExtensionFactory;
import org.pf4j.JarPluginLoader;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginWrapper;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.pf4j.SingletonExtensionFactory;

/**
 * PF4J with closed class loading, one instance per extension and {@code plugin.properties} as the
 * only descriptor, for jars and for folders as Maven leaves them.
 */
final class ClosedPluginManager extends DefaultPluginManager {
  ClosedPluginManager(Path root, String spiVersion) {
    super(List.of(root));
    setSystemVersion(spiVersion);
  }

  /** Loads a plugin without looking at its dependencies; {@link #resolve} does. */
  PluginWrapper load(Path path) {
    return loadPluginFromPath(path);
  }

  void resolve() {
    resolvePlugins();
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PropertiesPluginDescriptorFinder();
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
                return Files.isDirectory(path);
              }

              @Override
              protected PluginClassLoader createPluginClassLoader(
                  Path path, PluginDescriptor descriptor) {
                return PluginVisibility.loader(pluginManager, descriptor);
              }
            })
        .add(
            new JarPluginLoader(this) {
              @Override
              protected PluginClassLoader createPluginClassLoader(
                  Path path, PluginDescriptor descriptor) {
                return PluginVisibility.loader(pluginManager, descriptor);
              }
            });
  }
}
