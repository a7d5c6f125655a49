package dev.atrium.platform.plugin.bounds;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.ScenarioException;

/** What the platform refused a plugin; the plugin may catch it, else it is the turn's failure. */
public final class PlatformRefusal extends ScenarioException {
  private static final long serialVersionUID = 1L;

  private final AtriumException refusal;

  public PlatformRefusal(AtriumException refusal) {
    super(refusal.getMessage());
    this.refusal = refusal;
  }

  public AtriumException refusal() {
    return refusal;
  }
}
