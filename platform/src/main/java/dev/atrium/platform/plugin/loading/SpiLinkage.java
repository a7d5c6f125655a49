package dev.atrium.platform.plugin.loading;

import dev.atrium.spi.Scenario;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks through a plugin's classes for what they use of the SPI and this SPI does not have, so that
 * a plugin built against another one is refused at once and not at some turn.
 */
final class SpiLinkage {
  private static final String SPI = "dev/atrium/spi/";
  private static final ClassLoader LOADER = Scenario.class.getClassLoader();

  private SpiLinkage() {}

  static void check(PluginCandidate plugin) throws PluginRefused {
    try {
      if (Files.isDirectory(plugin.path())) {
        checkAll(plugin.path());
      } else {
        try (var jar = FileSystems.newFileSystem(plugin.path())) {
          checkAll(jar.getPath("/"));
        }
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new PluginRefused("One of its classes cannot be read.");
    }
  }

  private static void checkAll(Path root) throws IOException, PluginRefused {
    List<Path> classes;
    try (var files = Files.walk(root)) {
      classes = files.filter(SpiLinkage::ownClass).toList();
    }
    for (var file : classes) {
      check(Files.readAllBytes(file));
    }
  }

  /** A copy of the SPI that a plugin brings along is never loaded. */
  private static boolean ownClass(Path file) {
    var name = file.toString();
    return name.endsWith(".class") && !name.contains(SPI) && !name.contains("test-classes");
  }

  private static void check(byte[] bytes) throws PluginRefused {
    for (var entry : ClassFile.of().parse(bytes).constantPool()) {
      if (entry instanceof MemberRefEntry member && ofSpi(member.owner())) {
        check(member);
      } else if (entry instanceof ClassEntry type && ofSpi(type)) {
        type(type);
      }
    }
  }

  private static boolean ofSpi(ClassEntry type) {
    return type.asInternalName().startsWith(SPI);
  }

  private static Class<?> type(ClassEntry entry) throws PluginRefused {
    var name = entry.asInternalName().replace('/', '.');
    try {
      return Class.forName(name, false, LOADER);
    } catch (ClassNotFoundException missing) {
      throw lacks(name);
    }
  }

  private static void check(MemberRefEntry member) throws PluginRefused {
    var type = type(member.owner());
    var name = member.name().stringValue();
    if (all(type).noneMatch(one -> has(one, name, member.type().stringValue()))) {
      throw lacks(type.getName() + "." + name);
    }
  }

  private static PluginRefused lacks(String what) {
    return new PluginRefused(
        "It uses " + what + ", which this SPI (" + PluginLoading.SPI_VERSION + ") does not have.");
  }

  /** A type with all that it inherits from. */
  private static Stream<Class<?>> all(Class<?> type) {
    var parents =
        Stream.concat(
            Stream.ofNullable(type.isInterface() ? Object.class : type.getSuperclass()),
            Arrays.stream(type.getInterfaces()));
    return Stream.concat(Stream.of(type), parents.flatMap(SpiLinkage::all));
  }

  private static boolean has(Class<?> type, String name, String descriptor) {
    return Stream.of(
            Arrays.stream(type.getDeclaredMethods()).map(SpiLinkage::signature),
            Arrays.stream(type.getDeclaredConstructors()).map(SpiLinkage::signature),
            Arrays.stream(type.getDeclaredFields()).map(SpiLinkage::signature))
        .flatMap(signatures -> signatures)
        .anyMatch((name + descriptor)::equals);
  }

  private static String signature(Method method) {
    return method.getName()
        + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .descriptorString();
  }

  private static String signature(Constructor<?> constructor) {
    return "<init>"
        + MethodType.methodType(void.class, constructor.getParameterTypes()).descriptorString();
  }

  private static String signature(Field field) {
    return field.getName() + field.getType().descriptorString();
  }
}
