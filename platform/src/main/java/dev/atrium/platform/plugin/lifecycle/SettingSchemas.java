package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.operations.SettingsMessages.Schema;
import dev.atrium.platform.operations.SettingsMessages.SchemaQuestion;
import dev.atrium.platform.operations.SettingsMessages.SettingField;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.Setting;
import dev.atrium.spi.SettingValues;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks plugins which settings they take. Their code runs on a thread of its own, for a while. */
final class SettingSchemas {
  private static final int PATIENCE_SECONDS = 5;

  private final PluginRegistry registry;

  SettingSchemas(PluginRegistry registry) {
    this.registry = registry;
  }

  /** Fails with {@code plugin_not_running} or {@code plugin_failed}. */
  Future<Schema> schema(SchemaQuestion question) {
    var line =
        registry
            .line(question.plugin())
            .orElseThrow(() -> PluginRegistry.missing(question.plugin()));
    var scenario = line.of(question.tenant()).plugin().scenario().scenario();
    var asked = new CompletableFuture<Schema>();
    Thread.ofPlatform()
        .daemon()
        .name("settings of " + question.plugin())
        .start(() -> answer(asked, scenario, question));
    return Future.fromCompletionStage(asked.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .recover(failure -> Future.failedFuture(failed(question.plugin())));
  }

  /** Whatever a plugin throws, errors included, its asker gets an answer. */
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  private static void answer(
      CompletableFuture<Schema> asked, Scenario scenario, SchemaQuestion question) {
    try {
      asked.complete(read(scenario.settings(), question.values()));
    } catch (Throwable failure) {
      asked.completeExceptionally(failure);
    }
  }

  private static AtriumException failed(String plugin) {
    return AtriumException.outside(
        "plugin_failed", "The plugin '%s' does not tell its settings.".formatted(plugin));
  }

  private static Schema read(List<Setting> settings, Map<String, String> values) {
    var problems = new ArrayList<String>();
    for (var setting : settings) {
      Optional.ofNullable(values.get(setting.name()))
          .flatMap(value -> problem(setting, value))
          .ifPresent(problems::add);
    }
    return new Schema(settings.stream().map(SettingSchemas::field).toList(), problems);
  }

  private static Optional<String> problem(Setting setting, String value) {
    try {
      SettingValues.of(List.of(setting), Map.of(setting.name(), value));
      return Optional.empty();
    } catch (ScenarioException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  private static SettingField field(Setting setting) {
    return new SettingField(
        setting.name(),
        setting.kind().name().toLowerCase(Locale.ROOT),
        setting.fallback(),
        setting.description(),
        setting.choices(),
        Optional.empty());
  }
}
