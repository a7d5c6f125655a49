package dev.atrium.spi;

import java.util.Optional;

/** The tenant's settings of this plugin. */
public interface Settings {
  Optional<String> text(String key);

  /**
   * @throws ScenarioException if the setting is no number
   */
  Optional<Double> number(String key);

  /**
   * @throws ScenarioException if the setting is neither true nor false
   */
  Optional<Boolean> flag(String key);
}
