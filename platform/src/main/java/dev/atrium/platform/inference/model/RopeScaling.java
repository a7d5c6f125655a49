package dev.atrium.platform.inference.model;

/** How rotary frequencies are stretched beyond the length that a model was first trained for. */
public sealed interface RopeScaling {

  /** As they are. */
  record None() implements RopeScaling {}

  /** All divided by the factor. */
  record Linear(double factor) implements RopeScaling {}

  /** Llama 3.1: slow pairs divided by the factor, fast ones kept, those between blended. */
  record Llama3(double factor, double low, double high, double originalLength)
      implements RopeScaling {}

  /**
   * YaRN (arXiv 2309.00071).
   *
   * @param truncate whether the bounds between fast and slow pairs are whole pairs
   * @param attention scale of the rotated vectors
   */
  record Yarn(
      double factor,
      double betaFast,
      double betaSlow,
      double originalLength,
      boolean truncate,
      double attention)
      implements RopeScaling {}
}
