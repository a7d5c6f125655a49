package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.ScenarioException;

/** What the platform refused a plugin; the plugin may catch it, else it is the turn's failure. */
final class PlatformRefusal extends ScenarioException {
  private static final long serialVersionUID = 1L;

  private final AtriumException refusal;

  PlatformRefusal(AtriumException refusal) {
    super(refusal.getMessage());
    this.refusal = refusal;
  }

  AtriumException refusal() {
    return refusal;
  }
}
