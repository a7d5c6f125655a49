package dev.atrium.spi;

import java.util.Optional;

/** Values that the operator keeps for plugins, such as the key of a business system. */
public interface Secrets {
  /**
   * The tenant's secret of a name, else the installation's. Read it anew in each turn: it may
   * change. Never log it.
   *
   * @throws ScenarioException unless the plugin declares {@code secret:NAME} in {@code
   *     plugin.permissions}
   */
  Optional<String> secret(String name);
}
