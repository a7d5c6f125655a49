package dev.atrium.platform.inference.golden;

/**
 * One compared quantity.
 *
 * @param subject which case of the file
 * @param quantity what was compared
 * @param difference the largest; a count of differing items where only equality counts
 * @param allowed the largest difference that passes
 */
public record Finding(String subject, String quantity, double difference, double allowed) {

  /** Equality of texts or ids: how many of so many differ, none may. */
  static Finding equal(String subject, String quantity, long differing) {
    return new Finding(subject, quantity, differing, 0);
  }

  /** Whether it is within what is allowed; a difference that is no number is not. */
  public boolean passes() {
    return difference <= allowed;
  }
}
