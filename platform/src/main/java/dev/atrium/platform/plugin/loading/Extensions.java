package dev.atrium.platform.plugin.loading;

import dev.atrium.spi.AtriumExtension;
import dev.atrium.spi.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.ExtensionFactory;

/** The extensions that a plugin declares, each loaded and made, or a sentence why not. */
final class Extensions {
  private static final String INDEX = "META-INF/extensions.idx";

  private final URLClassLoader loader;
  private final ExtensionFactory factory;

  Extensions(URLClassLoader loader, ExtensionFactory factory) {
    this.loader = loader;
    this.factory = factory;
  }

  /** All that the plugin declares, of which exactly one is a scenario. */
  List<AtriumExtension> all() throws PluginRefused {
    var all = new ArrayList<AtriumExtension>();
    for (var name : declared()) {
      all.add((AtriumExtension) make(load(name)));
    }
    var scenarios = all.stream().filter(Scenario.class::isInstance).count();
    if (scenarios != 1) {
      throw new PluginRefused(
          "The plugin brings " + scenarios + " scenarios; it must bring exactly one.");
    }
    return List.copyOf(all);
  }

  private List<String> declared() throws PluginRefused {
    var index = loader.findResource(INDEX);
    if (index == null) {
      throw new PluginRefused("The plugin declares no extension: it has no " + INDEX + ".");
    }
    try (var stream = uncached(index)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException unreadable) {
      throw new PluginRefused("The plugin's " + INDEX + " cannot be read.");
    }
  }

  /** A cached connection would keep the jar open after the plugin is gone. */
  private static InputStream uncached(URL index) throws IOException {
    var connection = index.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private Class<?> load(String name) throws PluginRefused {
    try {
      return checked(loader.loadClass(name));
    } catch (ClassNotFoundException missing) {
      throw new PluginRefused("The declared extension " + name + " is not in the plugin.");
    } catch (LinkageError broken) {
      throw new PluginRefused(
          "The declared extension " + name + " cannot be loaded: " + unseen(broken) + ".");
    }
  }

  private static Class<?> checked(Class<?> type) throws PluginRefused {
    var name = "The declared extension " + type.getName();
    if (!AtriumExtension.class.isAssignableFrom(type)) {
      throw new PluginRefused(name + " implements no extension of the SPI.");
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new PluginRefused(name + " is abstract.");
    }
    for (var method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers())) {
        throw new PluginRefused(
            name + " lacks the method " + method.getName() + ", which this SPI asks for.");
      }
    }
    try {
      if (!Modifier.isPublic(type.getModifiers())
          || !Modifier.isPublic(type.getDeclaredConstructor().getModifiers())) {
        throw new PluginRefused(name + " or its constructor is not public.");
      }
    } catch (NoSuchMethodException missing) {
      throw new PluginRefused(name + " has no constructor without parameters.");
    }
    return type;
  }

  /** Makes an instance; whatever the plugin throws, errors included, refuses it alone. */
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  private Object make(Class<?> type) throws PluginRefused {
    try {
      return factory.create(type);
    } catch (Throwable failure) {
      throw new PluginRefused(
          "The constructor of " + type.getName() + " failed: " + unseen(root(failure)) + ".");
    }
  }

  private static Throwable root(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null
        && (cause instanceof RuntimeException
            || cause instanceof InvocationTargetException
            || cause instanceof LinkageError)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String unseen(Throwable failure) {
    return failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException
        ? "the class "
            + String.valueOf(failure.getMessage()).replace('/', '.')
            + " is neither in the plugin nor in the SPI"
        : failure.toString();
  }
}
