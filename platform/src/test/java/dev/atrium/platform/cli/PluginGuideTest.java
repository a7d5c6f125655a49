package dev.atrium.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authors' guide, followed: its snippets compile, and the plugin they make runs. */
class PluginGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("atrium.root", ".."));
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("class (\\w+)");

  private static final String SORTER =
      """
      package dev.atrium.plugins.lunchmenu;

      import dev.atrium.spi.*;

      public final class LunchMenu implements Scenario {
        @Override
        public void answer(UserMessage message, TurnContext context, AnswerSink answer)
            throws InterruptedException {
          var prompt = Prompt.of("Sort this.", message.text(), 40);
          var formats =
              new AnswerFormat[] {
                AnswerFormat.oneOf("refund", "exchange"),
                new AnswerFormat.Matching("[A-Z]{2}-[0-9]{3}"),
                new AnswerFormat.Json(
                    "{\\"type\\":\\"object\\",\\"properties\\":{\\"urgent\\":{\\"type\\":\\"boolean\\"}},"
                        + "\\"required\\":[\\"urgent\\"],\\"additionalProperties\\":false}")
              };
          for (var format : formats) {
            answer.text(context.models().generate(prompt.withFormat(format)).text() + " ");
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void guide_hasAtMostFourPages() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("docs/plugin-guide.md"))).hasSizeLessThan(4 * 50);
  }

  @Test
  void snippets_compile() throws IOException {
    var files = new ArrayList<Path>();
    for (var snippet : snippets()) {
      files.add(Files.writeString(folder.resolve(name(snippet) + ".java"), snippet));
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(2);
    var words = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var options =
          List.of(
              "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      var units = manager.getJavaFileObjectsFromPaths(files);
      assertThat(compiler.getTask(words, manager, null, options, null, units).call())
          .as(words.toString())
          .isTrue();
    }
  }

  @Test
  void newPlugin_withTheGuidesCode_runsFromItsSources() throws IOException {
    var plugin = folder.resolve("lunch-menu");
    assertThat(ran("plugin", "new", "lunch-menu", "--dir", plugin.toString())).contains("Try it");
    var knowledge = Files.createDirectory(folder.resolve("knowledge"));
    Files.writeString(
        knowledge.resolve("menu.md"), "# Menu\n\n## Soups\n\nLeek soup with bread costs $4.\n");
    assertThat(asked(plugin, knowledge)).contains("lunch-menu 0.1.0 is loaded").contains("quoted");

    for (var snippet : snippets()) {
      if (name(snippet).equals("LunchMenu")) {
        Files.writeString(
            plugin.resolve("src/main/java/dev/atrium/plugins/lunchmenu/LunchMenu.java"), snippet);
      }
    }
    assertThat(asked(plugin, knowledge)).contains("Leek soup with bread costs $4. [1]", "answered");

    Files.writeString(
        plugin.resolve("src/main/java/dev/atrium/plugins/lunchmenu/LunchMenu.java"), "class {");
    assertThat(asked(plugin, knowledge)).contains("LunchMenu.java:1").contains("not loaded");
  }

  @Test
  void scenario_thatAsksForAFormat_getsNothingElseFromTheEngine() throws IOException {
    var plugin = folder.resolve("lunch-menu");
    ran("plugin", "new", "lunch-menu", "--dir", plugin.toString());
    Files.writeString(
        plugin.resolve("src/main/java/dev/atrium/plugins/lunchmenu/LunchMenu.java"), SORTER);
    var said =
        ran(
            "plugin",
            "run",
            plugin.toString(),
            "--model",
            ROOT.resolve("models/atrium-mini").toString(),
            "--say",
            "My parcel is broken.");
    assertThat(said).containsPattern("\\b(refund|exchange) [A-Z]{2}-\\d{3} \\{\"urgent\":");
  }

  private String asked(Path plugin, Path knowledge) {
    return ran(
        "plugin",
        "run",
        plugin.toString(),
        "--knowledge",
        knowledge.toString(),
        "--say",
        "What does the leek soup with bread cost?");
  }

  private static String ran(String... words) {
    var out = new StringWriter();
    var status =
        Atrium.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true))
            .execute(words);
    assertThat(status).as(out.toString()).isZero();
    return out.toString();
  }

  private static List<String> snippets() throws IOException {
    return SNIPPET
        .matcher(Files.readString(ROOT.resolve("docs/plugin-guide.md")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String name(String snippet) {
    var found = CLASS.matcher(snippet);
    return found.find() ? found.group(1) : "";
  }
}
