package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;

/**
 * A request's claim to the device.
 *
 * @param weight its tenant's part, beside the weights of others; above 0
 * @param priority among its tenant's own requests, higher first; -100 to 100
 */
public record Standing(double weight, int priority) {
  public static final Standing USUAL = new Standing(1, 0);

  public Standing {
    if (!(weight > 0) || weight > 1e6) {
      throw AtriumException.caller("invalid_request", "A tenant's weight is above 0.");
    }
    if (Math.abs(priority) > 100) {
      throw AtriumException.caller("invalid_request", "priority is between -100 and 100.");
    }
  }
}
