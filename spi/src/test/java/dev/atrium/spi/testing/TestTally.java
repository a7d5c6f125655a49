package dev.atrium.spi.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How many tests of one build ended how. A module appends its line; the sum is over all lines. */
record TestTally(int passed, int failed, int skipped) {
  private static final TestTally NONE = new TestTally(0, 0, 0);

  /** Adds this module's tally to the build's file and returns the sum so far. */
  TestTally addTo(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var line = passed + " " + failed + " " + skipped + "\n";
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return Files.readAllLines(file).stream().map(TestTally::parse).reduce(NONE, TestTally::plus);
  }

  private static TestTally parse(String line) {
    var counts = line.split(" ", 3);
    return new TestTally(
        Integer.parseInt(counts[0]), Integer.parseInt(counts[1]), Integer.parseInt(counts[2]));
  }

  private TestTally plus(TestTally other) {
    return new TestTally(passed + other.passed, failed + other.failed, skipped + other.skipped);
  }

  @Override
  public String toString() {
    return passed + " passed, " + failed + " failed, " + skipped + " skipped";
  }
}
