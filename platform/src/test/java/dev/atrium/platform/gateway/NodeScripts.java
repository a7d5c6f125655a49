package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of {@code src/test/js} with the npm packages that their lock file names. */
final class NodeScripts {
  private static final Path FOLDER = Path.of("src/test/js");
  private static final long PATIENCE_SECONDS = 120;

  private NodeScripts() {}

  /** Sees to the packages; skips the test, with the reason, where they cannot be had. */
  static void install() throws IOException, InterruptedException {
    assumeTrue(runs("node", "--version"), "node is not installed, so its clients were not tried");
    if (!Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
      assumeTrue(runs("npm", "--version"), "npm is not installed, so its clients were not tried");
      var npm = run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      assumeTrue(
          npm.status() == 0, "npm ci failed, so its clients were not tried: " + npm.output());
    }
  }

  /** Runs a script; fails with its output if it fails. */
  static void pass(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    var result = run(environment, "node", script);
    assertThat(result.status()).as(result.output()).isZero();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private record Result(int status, String output) {}

  private static Result run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var log = Files.createTempFile("atrium-node-", ".log");
    var builder =
        new ProcessBuilder(List.of(command))
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    var output = Files.readString(log);
    Files.delete(log);
    return ended ? new Result(process.exitValue(), output) : new Result(-1, "too slow\n" + output);
  }
}
