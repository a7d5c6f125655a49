package dev.atrium.platform.inference.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.golden.ModelCheck.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden");

  private final ModelCheck check = new ModelCheck(EngineSettings.DEFAULT.withSequences(4));

  private static void assumeGolden() {
    assumeTrue(Files.isDirectory(GOLDEN), "the golden fixtures are not at " + GOLDEN);
  }

  @TestFactory
  Stream<DynamicTest> check_everyExpectedFile_isWithinTolerance() throws IOException {
    assumeGolden();
    return files()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> passes(file)));
  }

  private static Stream<Path> files() throws IOException {
    try (var files = Files.list(GOLDEN.resolve("expected"))) {
      return files.sorted().toList().stream();
    }
  }

  private void passes(Path file) {
    var report = check.check(file);
    assertThat(report.findings()).allMatch(Finding::passes);
    assertThat(report.findings()).isNotEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
  }

  @Test
  void check_bfloat16_isWithinItsWiderTolerance() {
    assumeGolden();
    var narrow =
        new ModelCheck(EngineSettings.DEFAULT.withSequences(4).withPrecision(Precision.BFLOAT16));
    assertThat(narrow.check(GOLDEN.resolve("expected/tiny-qwen2-bf16.json")).outcome())
        .isEqualTo(Outcome.PASSED);
  }

  @Test
  void check_eightBits_isCloseThoughNotExact() {
    assumeGolden();
    var small =
        new ModelCheck(EngineSettings.DEFAULT.withSequences(4).withPrecision(Precision.W8A8));
    var findings = small.check(GOLDEN.resolve("expected/tiny-qwen2.json")).findings();
    assertThat(findings)
        .filteredOn(finding -> finding.quantity().equals("logits"))
        .isNotEmpty()
        .allMatch(finding -> finding.difference() < 0.1);
    assertThat(findings)
        .filteredOn(finding -> finding.quantity().equals("mean loss"))
        .isNotEmpty()
        .allMatch(finding -> finding.difference() < 0.005);
  }

  @Test
  void check_wrongExpectation_fails(@TempDir Path root) throws IOException {
    assumeGolden();
    Files.createSymbolicLink(root.resolve("tiny-llama"), GOLDEN.resolve("tiny-llama").toRealPath());
    var json = new ObjectMapper();
    var expected = (ObjectNode) json.readTree(GOLDEN.resolve("expected/tiny-llama.json").toFile());
    var logits = (ArrayNode) expected.get("prompts").get(2).get("last_logits");
    logits.set(5, json.getNodeFactory().numberNode(logits.get(5).doubleValue() + 2e-4));
    var file = Files.createDirectory(root.resolve("expected")).resolve("any-name.json");
    json.writeValue(file.toFile(), expected);

    var report = check.check(file);

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.findings())
        .filteredOn(finding -> !finding.passes())
        .singleElement()
        .extracting(Finding::quantity)
        .isEqualTo("logits");
  }
}
