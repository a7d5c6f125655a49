package dev.atrium.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the SPI's public surface to a checked-in list, so that it changes on purpose only. To
 * accept a change: copy {@code spi/target/spi-surface.txt} over {@code
 * spi/src/test/resources/spi-surface.txt} and say in the commit why plugins need it.
 */
class SpiSurfaceTest {
  @Test
  void surface_isTheOneThatWasAgreed() throws Exception {
    var found = surface();
    var agreed = agreed();
    var file = Path.of("target", "spi-surface.txt");
    Files.createDirectories(file.getParent());
    Files.write(file, found);
    var added = new ArrayList<>(found);
    added.removeAll(agreed);
    var gone = new ArrayList<>(agreed);
    gone.removeAll(found);
    assertThat(Stream.concat(prefixed("+ ", added), prefixed("- ", gone)))
        .as(
            "changes of the SPI; to accept them copy %s over"
                + " spi/src/test/resources/spi-surface.txt",
            file.toAbsolutePath())
        .isEmpty();
  }

  private static Stream<String> prefixed(String prefix, List<String> lines) {
    return lines.stream().map(line -> prefix + line);
  }

  private static List<String> agreed() throws IOException {
    try (var stream = SpiSurfaceTest.class.getResourceAsStream("/spi-surface.txt")) {
      return new String(Objects.requireNonNull(stream, "spi-surface.txt").readAllBytes())
          .lines()
          .toList();
    }
  }

  private static List<String> surface() throws IOException, URISyntaxException {
    var lines = new TreeSet<String>();
    var root = Path.of(Scenario.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(root.resolve("dev/atrium/spi"))) {
      files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.replace(".class", "").replace('/', '.'))
          .forEach(name -> describe(name, lines));
    }
    return List.copyOf(lines);
  }

  private static void describe(String name, TreeSet<String> lines) {
    var type = load(name);
    if (!Modifier.isPublic(type.getModifiers())) {
      return;
    }
    lines.add(name + " : " + type.toGenericString() + parents(type));
    members(type)
        .filter(member -> !((Member) member).isSynthetic())
        .filter(member -> visible(((Member) member).getModifiers()))
        .forEach(member -> lines.add(name + " : " + describe(member)));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Stream<AccessibleObject> members(Class<?> type) {
    return Stream.of(
            type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields())
        .flatMap(Arrays::stream)
        .map(AccessibleObject.class::cast);
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String parents(Class<?> type) {
    var parents =
        Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()),
            Arrays.stream(type.getGenericInterfaces()));
    return parents.map(parent -> parent.getTypeName()).collect(Collectors.joining(", ", " < ", ""));
  }

  private static String describe(AccessibleObject member) {
    return switch (member) {
      case Method method -> method.toGenericString();
      case Constructor<?> constructor -> constructor.toGenericString();
      case Field field -> field.toGenericString();
      case Executable other -> other.toGenericString();
      default -> member.toString();
    };
  }
}
