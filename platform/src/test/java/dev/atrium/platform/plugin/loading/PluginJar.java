package dev.atrium.platform.plugin.loading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds a plugin from source texts, as a jar or as the folder that Maven leaves. */
public final class PluginJar {
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> extensions = new ArrayList<>();

  /** A plugin whose scenario {@code plug.Main} has the given body of {@code answer}. */
  public static PluginJar answering(String id, String body) {
    return new PluginJar()
        .property("plugin.id", id)
        .property("plugin.version", "1.0.0")
        .source("plug.Main", scenario("Main", "", body))
        .extension("plug.Main");
  }

  public static String scenario(String name, String members, String body) {
    return """
    package plug;
    import dev.atrium.spi.*;
    public class %s implements Scenario {
      %s
      @Override public void answer(UserMessage message, TurnContext context, AnswerSink answer)
          throws InterruptedException {
        %s
      }
    }
    """
        .formatted(name, members, body);
  }

  public PluginJar property(String key, String value) {
    properties.put(key, value);
    return this;
  }

  public PluginJar without(String key) {
    properties.remove(key);
    return this;
  }

  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  public PluginJar extension(String className) {
    extensions.add(className);
    return this;
  }

  public PluginJar withoutExtensions() {
    extensions.clear();
    return this;
  }

  public Path jar(Path folder, String name) {
    var classes = folder.resolve(".build-" + name);
    write(classes);
    var jar = folder.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
      return jar;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path folder(Path root, String name) {
    var folder = root.resolve(name);
    write(folder.resolve("target").resolve("classes"));
    try {
      Files.copy(
          folder.resolve("target/classes/plugin.properties"), folder.resolve("plugin.properties"));
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void write(Path classes) {
    try {
      Files.createDirectories(classes.resolve("META-INF"));
      compile(classes);
      if (!properties.isEmpty()) {
        Files.write(
            classes.resolve("plugin.properties"),
            properties.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
      }
      if (!extensions.isEmpty()) {
        Files.write(classes.resolve("META-INF/extensions.idx"), extensions);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void compile(Path classes) {
    var texts = sources.entrySet().stream().map(e -> source(e.getKey(), e)).toList();
    var options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    var task = ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, texts);
    if (!task.call()) {
      throw new IllegalArgumentException("The plugin's sources do not compile: " + sources);
    }
  }

  private static JavaFileObject source(String name, Map.Entry<String, String> source) {
    var uri = URI.create("string:///" + name.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.getValue();
      }
    };
  }
}
