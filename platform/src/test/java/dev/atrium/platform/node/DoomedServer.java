package dev.atrium.platform.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code atrium serve} as a process of its own, which is killed and started again. */
final class DoomedServer {
  private static final String READY = "Stop with Ctrl-C.";

  private final Path data;
  private final Path readyFile;
  private final Process process;
  private final JsonNode report;

  private DoomedServer(Path data, Process process) throws IOException {
    this.data = data;
    this.readyFile = data.resolveSibling("ready.json");
    this.process = process;
    awaitReady();
    this.report = NodeUnderTest.parse(Files.readString(readyFile));
  }

  /**
   * Starts a node on a data directory, new or left by one that was killed; waits until it serves.
   */
  static DoomedServer start(Path data) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx900m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Datrium.root=" + System.getProperty("atrium.root", ".."),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.atrium.platform.cli.Atrium",
            "serve",
            "--port=0",
            "--data-dir=" + data,
            "--ready-file=" + data.resolveSibling("ready.json"));
    var builder = new ProcessBuilder(command).redirectError(data.resolveSibling("log").toFile());
    return new DoomedServer(data, builder.start());
  }

  private void awaitReady() throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); !String.valueOf(line).contains(READY); line = out.readLine()) {
      if (line == null) {
        throw new AssertionError("The node ended: " + Files.readString(data.resolveSibling("log")));
      }
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try (out) {
                out.transferTo(
                    new OutputStreamWriter(
                        OutputStream.nullOutputStream(), StandardCharsets.UTF_8));
              } catch (IOException killed) {
                // so it was meant
              }
            });
  }

  JsonNode report() {
    return report;
  }

  String url() {
    return report.get("url").asText();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  /** As {@code kill}: what it began it ends. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }
}
