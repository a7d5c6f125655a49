package dev.atrium.platform.plugin.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCatalogTest {
  private static final String ANSWERS = "answer.text(\"hello\");";

  @TempDir Path root;
  private PluginCatalog catalog;

  @BeforeEach
  void aGoodPluginIsThere() {
    PluginJar.answering("good", ANSWERS).jar(root, "good.jar");
  }

  @AfterEach
  void close() {
    if (catalog != null) {
      catalog.close();
    }
  }

  @Test
  void load_jarAndMavenFolder_bothStart() {
    PluginJar.answering("folder", ANSWERS).folder(root, "folder");
    load();
    assertThat(catalog.reports())
        .allMatch(report -> report.state() == PluginReport.State.STARTED)
        .extracting(PluginReport::id)
        .containsExactlyInAnyOrder("folder", "good");
    assertThat(catalog.scenarios()).hasSize(2);
  }

  @Test
  void load_pluginThatUsesAClassOfThePlatform_cannotSeeIt() throws Exception {
    PluginJar.answering("nosy", ANSWERS)
        .source(
            "plug.Main",
            PluginJar.scenario(
                "Main",
                """
                public static boolean sees(String name) {
                  try { Class.forName(name); return true; } catch (ClassNotFoundException e) { return false; }
                }
                """,
                ANSWERS))
        .jar(root, "nosy.jar");
    load();
    var main = scenario("nosy").getClass();
    var sees = main.getMethod("sees", String.class);
    for (var hidden :
        new String[] {
          "dev.atrium.platform.failure.AtriumException",
          "io.vertx.core.Vertx",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "dev.atrium.platform.plugin.PluginHost"
        }) {
      assertThat(sees.invoke(null, hidden)).as(hidden).isEqualTo(false);
    }
    for (var shown :
        new String[] {"dev.atrium.spi.Scenario", "org.slf4j.Logger", "java.sql.Connection"}) {
      assertThat(sees.invoke(null, shown)).as(shown).isEqualTo(true);
    }
  }

  @Test
  void load_pluginBuiltAgainstThePlatform_failsAlone() {
    PluginJar.answering("greedy", ANSWERS)
        .source(
            "plug.Main",
            PluginJar.scenario(
                "Main",
                "final Object stolen = dev.atrium.platform.mesh.Addresses.tenant(\"x\")"
                    + " + io.vertx.core.Vertx.class;",
                ANSWERS))
        .jar(root, "greedy.jar");
    load();
    assertFailed(
        "greedy", "dev.atrium.platform.mesh.Addresses", "neither in the plugin nor in the SPI");
  }

  @Test
  void load_pluginWithItsOwnCopyOfTheSpi_getsThePlatformsSpi() {
    PluginJar.answering("copycat", ANSWERS)
        .source(
            "dev.atrium.spi.UserMessage",
            "package dev.atrium.spi; public record UserMessage(String text) {"
                + " public static final String COPY = \"copy\"; }")
        .jar(root, "copycat.jar");
    load();
    var loader = (ClassLoader) scenario("copycat").getClass().getClassLoader();
    assertThat(Scenario.class).isAssignableFrom(scenario("copycat").getClass());
    assertThat(load(loader, "dev.atrium.spi.UserMessage"))
        .isSameAs(dev.atrium.spi.UserMessage.class);
  }

  @Test
  void load_throwingConstructor_failsAloneWithASentence() {
    PluginJar.answering("angry", ANSWERS)
        .source(
            "plug.Main",
            PluginJar.scenario(
                "Main", "public Main() { throw new IllegalStateException(\"no licence\"); }", ""))
        .jar(root, "angry.jar");
    load();
    assertFailed("angry", "constructor of plug.Main failed", "no licence");
  }

  @Test
  void load_errorInStaticBlock_failsAloneWithASentence() {
    PluginJar.answering("deep", ANSWERS)
        .source(
            "plug.Main",
            PluginJar.scenario(
                "Main",
                "static int sink = dig(1); static int dig(int n) { return dig(n + 1) + 1; }",
                ""))
        .jar(root, "deep.jar");
    load();
    assertFailed("deep", "StackOverflowError");
  }

  @Test
  void load_missingKey_namesIt() {
    PluginJar.answering("x", ANSWERS).without("plugin.id").jar(root, "noid.jar");
    PluginJar.answering("noversion", ANSWERS).without("plugin.version").jar(root, "nover.jar");
    PluginJar.answering("odd", ANSWERS).property("plugin.version", "one").jar(root, "odd.jar");
    load();
    assertFailed("noid.jar", "lacks the key plugin.id");
    assertFailed("nover.jar", "lacks the key plugin.version");
    assertFailed("odd.jar", "plugin.version is \"one\"");
  }

  @Test
  void load_noPlugin_saysSo() throws IOException {
    Files.writeString(root.resolve("text.jar"), "this is no jar");
    Files.createDirectory(root.resolve("empty"));
    load();
    assertFailed("text.jar", "no readable plugin.properties");
    assertFailed("empty", "has no plugin.properties");
  }

  @Test
  void load_sameIdTwice_keepsTheFirst() {
    PluginJar.answering("good", ANSWERS).jar(root, "late.jar");
    load();
    assertFailed("late.jar", "same plugin.id as good.jar");
  }

  @Test
  void load_missingDependency_namesIt() {
    PluginJar.answering("needy", ANSWERS)
        .property("plugin.dependencies", "absent@1.0.0")
        .jar(root, "needy.jar");
    load();
    assertFailed("needy", "needs the plugin absent");
  }

  @Test
  void load_plugins_afterThoseTheyDependOn() {
    PluginJar.answering("a-child", ANSWERS)
        .property("plugin.dependencies", "good")
        .jar(root, "a-child.jar");
    load();
    assertThat(catalog.scenarios())
        .extracting(LoadedScenario::pluginId)
        .containsExactly("good", "a-child");
  }

  @Test
  void load_newerSpiRequired_isRefused() {
    PluginJar.answering("future", ANSWERS)
        .property("plugin.requires", "9.0.0")
        .jar(root, "future.jar");
    load();
    assertFailed("future", "requires the SPI in version");
  }

  @Test
  void load_declaredExtension_mustBeThereAndUsable() {
    PluginJar.answering("gone", ANSWERS).extension("plug.Gone").jar(root, "gone.jar");
    PluginJar.answering("none", ANSWERS).withoutExtensions().jar(root, "none.jar");
    PluginJar.answering("plain", ANSWERS)
        .source("plug.Plain", "package plug; public class Plain {}")
        .withoutExtensions()
        .extension("plug.Plain")
        .jar(root, "plain.jar");
    PluginJar.answering("hidden", ANSWERS)
        .source("plug.Main", PluginJar.scenario("Main", "private Main() {}", ""))
        .jar(root, "hidden.jar");
    PluginJar.answering("abstract", ANSWERS)
        .source(
            "plug.Main",
            "package plug; public abstract class Main implements dev.atrium.spi.Scenario {}")
        .jar(root, "abstract.jar");
    load();
    assertFailed("gone", "plug.Gone is not in the plugin");
    assertFailed("none", "declares no extension");
    assertFailed("plain", "implements no extension of the SPI");
    assertFailed("hidden", "not public");
    assertFailed("abstract", "is abstract");
  }

  @Test
  void load_missingFolder_isRefused() {
    assertThatThrownBy(() -> PluginCatalog.load(root.resolve("nowhere")))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("does not exist");
  }

  private void load() {
    catalog = PluginCatalog.load(root);
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  private Scenario scenario(String id) {
    return catalog.scenarios().stream()
        .filter(loaded -> loaded.pluginId().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(catalog.reports()))
        .scenario();
  }

  private void assertFailed(String id, String... words) {
    var report =
        catalog.reports().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    assertThat(report.state()).isEqualTo(PluginReport.State.FAILED);
    assertThat(report.reason()).contains(words).endsWith(".");
    assertThat(catalog.scenarios()).extracting(LoadedScenario::pluginId).contains("good");
  }
}
