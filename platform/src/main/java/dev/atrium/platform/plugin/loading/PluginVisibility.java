package dev.atrium.platform.plugin.loading;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * What a plugin sees beside itself and the plugins it depends on: the JDK and the SPI with its
 * libraries. Those always come from the platform, so a copy that a plugin brings along is ignored.
 */
final class PluginVisibility {
  private static final List<String> SHARED = List.of("dev.atrium.spi.", "org.pf4j.", "org.slf4j.");

  private PluginVisibility() {}

  static PluginClassLoader loader(
      PluginManager manager, PluginDescriptor descriptor, List<ClassLoader> dependencies) {
    return new ClosedLoader(manager, descriptor, dependencies);
  }

  private static boolean shared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  /** The JDK's classes and the shared ones; everything else of the platform stays unseen. */
  private static final class Parent extends ClassLoader {
    private final ClassLoader platform = PluginVisibility.class.getClassLoader();

    Parent() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return shared(name) ? platform.loadClass(name) : super.loadClass(name, resolve);
    }
  }

  private static final class ClosedLoader extends PluginClassLoader {
    private final List<ClassLoader> dependencies;

    ClosedLoader(
        PluginManager manager, PluginDescriptor descriptor, List<ClassLoader> dependencies) {
      super(manager, descriptor, new Parent());
      this.dependencies = dependencies;
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
      return shared(className);
    }

    /** Null as PF4J wants it: none of the dependencies has the class. */
    @Override
    protected @Nullable Class<?> loadClassFromDependencies(String className) {
      for (var loader : dependencies) {
        try {
          return loader.loadClass(className);
        } catch (ClassNotFoundException elsewhere) {
          // the next one may have it
        }
      }
      return null;
    }

    @Override
    protected @Nullable URL findResourceFromDependencies(String name) {
      return dependencies.stream()
          .map(loader -> ((URLClassLoader) loader).findResource(name))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }

    @Override
    protected Collection<URL> findResourcesFromDependencies(String name) throws IOException {
      var found = new ArrayList<URL>();
      for (var loader : dependencies) {
        found.addAll(Collections.list(((URLClassLoader) loader).findResources(name)));
      }
      return found;
    }
  }
}
