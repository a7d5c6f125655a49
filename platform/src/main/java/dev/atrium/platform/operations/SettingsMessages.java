package dev.atrium.platform.operations;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a tenant's administrator asks of the settings of a scenario, as messages. */
public final class SettingsMessages {
  private SettingsMessages() {}

  /** Which settings does a scenario take? Answered by {@link ScenarioSettings}. */
  public record SettingsQuestion(String tenant, String scenario) {}

  /**
   * Gives a scenario these settings; those left out go back to their fallbacks. Answered by {@link
   * ScenarioSettings}.
   *
   * @param actor who does it, for the audit log
   */
  public record ChangeSettings(
      String tenant, String actor, String scenario, Map<String, String> values) {
    public ChangeSettings {
      values = Map.copyOf(values);
    }
  }

  /** The settings that a tenant's scenario takes and has. */
  public record ScenarioSettings(String scenario, String plugin, List<SettingField> settings) {
    public ScenarioSettings {
      settings = List.copyOf(settings);
    }
  }

  /**
   * A setting.
   *
   * @param kind {@code text}, {@code number} or {@code flag}
   * @param fallback what holds where the tenant sets nothing; may be empty
   * @param choices the only texts allowed; empty = any of its kind
   * @param value what the tenant set
   */
  public record SettingField(
      String name,
      String kind,
      String fallback,
      String description,
      List<String> choices,
      Optional<String> value) {
    public SettingField {
      choices = List.copyOf(choices);
    }

    /** The same setting with what the tenant set. */
    public SettingField with(Optional<String> other) {
      return new SettingField(name, kind, fallback, description, choices, other);
    }
  }

  /**
   * Which settings does the version of a plugin take that serves a tenant, and what is wrong with
   * these? Answered by {@link Schema}.
   */
  public record SchemaQuestion(String tenant, String plugin, Map<String, String> values) {
    public SchemaQuestion {
      values = Map.copyOf(values);
    }
  }

  /**
   * The settings that a plugin takes.
   *
   * @param problems a sentence for each value that breaks the schema
   */
  public record Schema(List<SettingField> fields, List<String> problems) {
    public Schema {
      fields = List.copyOf(fields);
      problems = List.copyOf(problems);
    }
  }
}
