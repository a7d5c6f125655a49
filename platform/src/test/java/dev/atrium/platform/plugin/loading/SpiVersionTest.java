package dev.atrium.platform.plugin.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that were built against another SPI than this one. */
class SpiVersionTest {
  private static final String OLD_SCENARIO =
      """
      package dev.atrium.spi;
      public interface Scenario extends AtriumExtension {
        void answer(UserMessage message, TurnContext context, AnswerSink answer)
            throws InterruptedException;
      }
      """;

  @TempDir Path folder;

  @Test
  void load_builtAgainstAnOlderMinorVersion_works() throws Exception {
    var old =
        PluginJar.answering("frozen", "answer.text(\"still here\");")
            .source("dev.atrium.spi.Scenario", OLD_SCENARIO)
            .property("plugin.requires", "0.1.0")
            .jar(folder, "frozen.jar");
    try (var loaded = PluginLoading.load(PluginCandidate.read(old), Map.of())) {
      loaded.scenario().scenario().selfTest();
      assertThat(loaded.scenario().scenario().settings()).isEmpty();
    }
  }

  @Test
  void load_usingWhatThisSpiDoesNotHave_isRefusedByName() {
    var other =
        PluginJar.answering("stranger", "context.conversation().forget(\"x\");")
            .source(
                "dev.atrium.spi.Conversation",
                "package dev.atrium.spi; public interface Conversation { void forget(String key);"
                    + " }")
            .jar(folder, "stranger.jar");
    assertRefused(other, "dev.atrium.spi.Conversation.forget", "does not have");
  }

  @Test
  void load_usingATypeThisSpiDoesNotHave_isRefusedByName() {
    var other =
        PluginJar.answering("stranger", "new Oracle().ask();")
            .source(
                "dev.atrium.spi.Oracle",
                "package dev.atrium.spi; public class Oracle { public void ask() {} }")
            .jar(folder, "oracle.jar");
    assertRefused(other, "dev.atrium.spi.Oracle", "does not have");
  }

  @Test
  void load_lackingWhatThisSpiAsksFor_isRefusedByName() {
    var other =
        PluginJar.answering("hollow", "")
            .source(
                "dev.atrium.spi.Scenario",
                "package dev.atrium.spi; public interface Scenario extends AtriumExtension { }")
            .source(
                "plug.Main",
                "package plug; public class Main implements dev.atrium.spi.Scenario { }")
            .jar(folder, "hollow.jar");
    assertRefused(other, "lacks the method answer");
  }

  @Test
  void load_ofAnotherMajorVersion_isRefused() {
    var newer =
        PluginJar.answering("future", "").property("plugin.requires", "9.0.0").jar(folder, "f.jar");
    assertRefused(newer, "requires the SPI in version 9.0.0");
  }

  private static void assertRefused(Path jar, String... words) {
    assertThatThrownBy(() -> PluginLoading.load(PluginCandidate.read(jar), Map.of()))
        .isInstanceOf(PluginRefused.class)
        .satisfies(refused -> assertThat(refused.getMessage()).contains(words).endsWith("."));
  }
}
