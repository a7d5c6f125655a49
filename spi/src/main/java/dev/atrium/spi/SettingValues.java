package dev.atrium.spi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings over texts: those a tenant wrote, with a scenario's fallbacks under them. What host and
 * test kit hand to scenarios.
 *
 * @param values by name
 */
public record SettingValues(Map<String, String> values) implements Settings {
  public SettingValues {
    values = Map.copyOf(values);
  }

  /**
   * Puts a scenario's fallbacks under a tenant's settings.
   *
   * @throws ScenarioException if a setting is not of its kind or none of its choices
   */
  public static SettingValues of(List<Setting> schema, Map<String, String> written) {
    var all = new HashMap<String, String>();
    for (var setting : schema) {
      if (!setting.fallback().isEmpty()) {
        all.put(setting.name(), setting.fallback());
      }
    }
    all.putAll(written);
    var values = new SettingValues(all);
    schema.forEach(values::check);
    return values;
  }

  private void check(Setting setting) {
    switch (setting.kind()) {
      case TEXT -> {}
      case NUMBER -> number(setting.name());
      case FLAG -> flag(setting.name());
    }
    var value = text(setting.name());
    if (value.isPresent()
        && !setting.choices().isEmpty()
        && !setting.choices().contains(value.get())) {
      throw wrong(setting.name(), "one of " + String.join(", ", setting.choices()));
    }
  }

  @Override
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public Optional<Double> number(String key) {
    return text(key).map(value -> parse(key, value));
  }

  private Double parse(String key, String value) {
    try {
      return Double.valueOf(value);
    } catch (NumberFormatException noNumber) {
      throw wrong(key, "a number");
    }
  }

  @Override
  public Optional<Boolean> flag(String key) {
    return text(key)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw wrong(key, "true or false");
                });
  }

  private ScenarioException wrong(String key, String expected) {
    return new ScenarioException(
        "The setting " + key + " is \"" + values.get(key) + "\", not " + expected + ".");
  }
}
