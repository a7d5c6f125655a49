package dev.atrium.platform.inference.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processor can do. */
final class Processor {
  private static final Path FACTS = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Whether products of bytes are added in 32 bits (VNNI). Without it sums of two may overflow 16
   * bits, and activations must be kept to 7 bits.
   */
  static boolean addsBytesExactly() {
    try {
      return Files.readString(FACTS).contains("_vnni");
    } catch (IOException e) {
      return false;
    }
  }
}
