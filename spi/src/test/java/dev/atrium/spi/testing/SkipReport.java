package dev.atrium.spi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints, after the last test of a module, what was skipped and why, and the tally of the build so
 * far. A test class or engine that is skipped as a whole is one entry of the list and counts as all
 * its tests. A class that fails before its first test counts as one failed test.
 */
public final class SkipReport implements TestExecutionListener {
  private final List<String> skips = new ArrayList<>();
  private int passed;
  private int failed;
  private int skipped;
  private Optional<TestPlan> running = Optional.empty();

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    running = Optional.of(plan);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skip(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      skip(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    } else if (result.getStatus() == Status.FAILED) {
      failed++;
    } else if (test.isTest()) {
      passed++;
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    var module = System.getProperty("atrium.module", "this module");
    if (!skips.isEmpty()) {
      System.out.println("\nSkipped in " + module + ":");
      skips.forEach(skip -> System.out.println("  " + skip));
    }
    System.out.println("\nTests of the build, up to and with " + module + ": " + sum());
  }

  private void skip(TestIdentifier test, String reason) {
    skips.add(place(test) + ": " + reason.replaceFirst("^Assumption failed: ", ""));
    skipped += test.isTest() ? 1 : testsBelow(test);
  }

  private int testsBelow(TestIdentifier container) {
    var tests =
        running.stream()
            .flatMap(plan -> plan.getDescendants(container).stream())
            .filter(TestIdentifier::isTest)
            .count();
    return Math.max(1, Math.toIntExact(tests));
  }

  private String place(TestIdentifier test) {
    var owner = test.getParentIdObject().flatMap(this::className);
    return owner.map(name -> name + ", ").orElse("") + test.getDisplayName();
  }

  private Optional<String> className(UniqueId id) {
    return running
        .map(plan -> plan.getTestIdentifier(id))
        .flatMap(TestIdentifier::getSource)
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName())
        .map(name -> name.substring(name.lastIndexOf('.') + 1));
  }

  private TestTally sum() {
    var tally = new TestTally(passed, failed, skipped);
    var root = System.getProperty("atrium.root");
    var build = System.getProperty("atrium.build");
    if (root == null || build == null) {
      return tally;
    }
    try {
      return tally.addTo(Path.of(root, "target", "tests", build + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
