package dev.atrium.platform.plugin;

import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.Settings;
import java.util.Map;
import java.util.Optional;

/** A scenario's settings as its tenant wrote them. */
record TurnSettings(Map<String, String> values) implements Settings {
  @Override
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public Optional<Double> number(String key) {
    return text(key).map(value -> parse(key, value));
  }

  private static Double parse(String key, String value) {
    try {
      return Double.valueOf(value);
    } catch (NumberFormatException wrong) {
      throw new ScenarioException("The setting " + key + " is \"" + value + "\", not a number.");
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
                  default ->
                      throw new ScenarioException(
                          "The setting " + key + " is \"" + value + "\", not true or false.");
                });
  }
}
