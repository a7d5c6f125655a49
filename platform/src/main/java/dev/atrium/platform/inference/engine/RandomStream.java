package dev.atrium.platform.inference.engine;

/**
 * Uniform numbers that depend on a seed and an index alone, so that a sequence draws the same
 * tokens whatever runs beside it. SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014.
 */
record RandomStream(long seed) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  /** From 0 inclusive to 1 exclusive. */
  double at(long index) {
    return (mix(mix(seed) + (index + 1) * GOLDEN_GAMMA) >>> 11) * UNIT;
  }

  private static long mix(long value) {
    var z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
