package dev.atrium.platform.plugin.loading;

import java.util.List;
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

  static PluginClassLoader loader(PluginManager manager, PluginDescriptor descriptor) {
    return new ClosedLoader(manager, descriptor, new Parent());
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
    ClosedLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
      super(manager, descriptor, parent);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
      return shared(className);
    }
  }
}
