package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.engine.LogitEdits;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Draw;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TorchModelRunnerTest {
  private static final Path MODEL =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden", "tiny-qwen2");
  private static final int SLOTS = 17;

  private ModelFolder folder;

  @BeforeEach
  void open() {
    assumeTrue(Files.isDirectory(MODEL), "the golden fixtures are not at " + MODEL);
    folder = ModelFolder.open(MODEL);
  }

  @AfterEach
  void close() {
    if (folder != null) {
      folder.close();
    }
  }

  private TorchModelRunner runner(Precision precision) {
    return TorchModelRunner.load(
        folder, EngineSettings.DEFAULT.withSequences(SLOTS).withPrecision(precision));
  }

  private static Row row(int slot, int past, int... tokens) {
    return new Row(slot < 0 ? slot : slot * 512, past, tokens, Optional.empty());
  }

  private static int[] tokens(Random random, int count) {
    return random.ints(count, 0, 590).toArray();
  }

  /**
   * The logits of a row have the same bits alone and beside any number of others, be they single
   * tokens or pieces of prompts, wherever in the batch it stands.
   */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void score_rowInAnyBatch_hasTheSameBits(Precision precision) {
    try (var runner = runner(precision)) {
      var random = new Random(1);
      for (var round = 0; round < 32; round++) {
        var prompt = tokens(random, 1 + random.nextInt(64));
        var next = tokens(random, 1);
        var aloneFirst = runner.score(new StepPlan(List.of(row(0, 0, prompt)))).logits();
        var aloneNext = runner.score(new StepPlan(List.of(row(0, prompt.length, next)))).logits();

        var neighbours = neighbours(random, 1 + round % 16);
        var first = logitsAmong(runner, neighbours, row(0, 0, prompt), random);
        var second = logitsAmong(runner, neighbours, row(0, prompt.length, next), random);

        assertThat(first).isEqualTo(aloneFirst);
        assertThat(second).isEqualTo(aloneNext);
      }
    }
  }

  /** Sequences of many lengths, some of whose single tokens share a group and some do not. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void score_singleTokensAfterPromptsOfAnyLength_haveTheSameBitsTogetherAndAlone(
      Precision precision) {
    try (var runner = runner(precision)) {
      var random = new Random(2);
      var rows = new ArrayList<Row>();
      for (var slot = 0; slot < SLOTS; slot++) {
        var length = slot % 3 == 0 ? 70 + slot : 1 + random.nextInt(500);
        for (var past = 0; past < length; past += 64) {
          var piece = tokens(random, Math.min(64, length - past));
          runner.score(new StepPlan(List.of(row(slot, past, piece))));
        }
        rows.add(row(slot, length, tokens(random, 1)));
      }
      Collections.shuffle(rows, random);

      var together = runner.score(new StepPlan(rows)).logits();

      var width = runner.vocabularySize();
      for (var i = 0; i < rows.size(); i++) {
        var alone = runner.score(new StepPlan(List.of(rows.get(i)))).logits();
        assertThat(Arrays.copyOfRange(together, i * width, (i + 1) * width)).isEqualTo(alone);
      }
    }
  }

  /** Two layers of a window of 16 look 30 tokens back, and not one further. */
  @Test
  void score_slidingWindow_seesSoManyTokensAndNoMore(@TempDir Path windowed) throws IOException {
    SampleModel.write(ModelShape.TINY, 7, windowed);
    var config = windowed.resolve("config.json");
    var text = Files.readString(config).replace("\"qwen2\"", "\"mistral\",\"sliding_window\":16");
    Files.writeString(config, text);
    try (var model = ModelFolder.open(windowed);
        var runner = TorchModelRunner.load(model, EngineSettings.DEFAULT.withSequences(1))) {
      var prompt = tokens(new Random(5), 60);
      var usual = lastLogits(runner, prompt);
      assertThat(lastLogits(runner, changed(prompt, 60 - 31))).isNotEqualTo(usual);
      assertThat(lastLogits(runner, changed(prompt, 60 - 32))).isEqualTo(usual);
    }
  }

  private static int[] changed(int[] prompt, int at) {
    var other = prompt.clone();
    other[at] = (other[at] + 1) % 590;
    return other;
  }

  /** After a piece, a short piece, and a single token. */
  private static float[] lastLogits(TorchModelRunner runner, int[] prompt) {
    var end = prompt.length - 1;
    runner.score(new StepPlan(List.of(row(0, 0, Arrays.copyOf(prompt, 40)))));
    runner.score(new StepPlan(List.of(row(0, 40, Arrays.copyOfRange(prompt, 40, end)))));
    return runner.score(new StepPlan(List.of(row(0, end, prompt[end])))).logits();
  }

  private static List<Row> neighbours(Random random, int count) {
    var rows = new ArrayList<Row>();
    for (var slot = 1; slot <= count; slot++) {
      rows.add(row(slot, 0, tokens(random, random.nextBoolean() ? 1 : 1 + random.nextInt(64))));
    }
    return rows;
  }

  private static float[] logitsAmong(
      TorchModelRunner runner, List<Row> neighbours, Row mine, Random random) {
    var rows = new ArrayList<>(neighbours);
    rows.add(mine);
    Collections.shuffle(rows, random);
    var before =
        rows.subList(0, rows.indexOf(mine)).stream().mapToInt(r -> r.tokens().length).sum();
    var logits = runner.score(new StepPlan(rows)).logits();
    var width = runner.vocabularySize();
    return Arrays.copyOfRange(logits, before * width, (before + mine.tokens().length) * width);
  }

  @Test
  void run_drawsOverTheUnitInterval_followTheDistribution() {
    try (var runner = runner(Precision.FLOAT32)) {
      var prompt = tokens(new Random(3), 12);
      var logits = runner.score(new StepPlan(List.of(row(0, 0, prompt)))).logits();
      var last = Arrays.copyOfRange(logits, 11 * 768, 12 * 768);
      var edits =
          new LogitEdits(
              new long[] {3, 700, 41}, new double[] {1.5, 2, 1}, new double[] {4, 0.5, 3});
      for (var draw :
          List.of(
              new Draw(0.7, 1, 0, 0),
              new Draw(1.5, 1, 20, 0),
              new Draw(1, 0.6, 0, 0),
              new Draw(0.5, 0.9, 0, 0),
              new Draw(0.8, 0.7, 10, 0),
              new Draw(1, 1, 0, 0.3, 0, LogitEdits.NONE),
              new Draw(1, 0.8, 30, 0.2, 0, LogitEdits.NONE),
              new Draw(1.2, 1, 0, 0, 0, edits),
              new Draw(0.6, 0.9, 0, 0, 0, edits))) {
        assertFollows(runner, prompt, last, draw);
      }
    }
  }

  /** Uniform numbers on a grid hit each token as often as its probability says, to one point. */
  private static void assertFollows(
      TorchModelRunner runner, int[] prompt, float[] logits, Draw draw) {
    var points = 240;
    var counts = new HashMap<Integer, Integer>();
    for (var from = 0; from < points; from += 16) {
      var rows = new ArrayList<Row>();
      for (var i = 0; i < 16; i++) {
        var uniform = (from + i + 0.5) / points;
        var own =
            new Draw(
                draw.temperature(), draw.topP(), draw.topK(), draw.minP(), uniform, draw.edits());
        rows.add(new Row(i * 512, 0, prompt, Optional.of(own)));
      }
      for (var token : runner.run(new StepPlan(rows)).chosen()) {
        counts.merge(token, 1, Integer::sum);
      }
    }
    var expected = distribution(logits, draw);
    for (int token = 0; token < expected.length; token++) {
      var share = counts.getOrDefault(token, 0) / (double) points;
      assertThat(share)
          .as("token %d of %s", token, draw)
          .isCloseTo(expected[token], within(1.01 / points));
    }
  }

  /** Edits, temperature, the likeliest so many, of them the likeliest so much, the unlikely out. */
  private static double[] distribution(float[] raw, Draw draw) {
    var logits = raw.clone();
    for (var i = 0; i < draw.edits().size(); i++) {
      var token = (int) draw.edits().tokens()[i];
      var factor = draw.edits().factors()[i];
      var scaled = logits[token] > 0 ? logits[token] / factor : logits[token] * factor;
      logits[token] = (float) (scaled + draw.edits().addends()[i]);
    }
    var order =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted((a, b) -> Float.compare(logits[b], logits[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    var kept = draw.topK() == 0 ? order.length : draw.topK();
    var weights = new double[kept];
    Arrays.setAll(
        weights, i -> Math.exp((logits[order[i]] - logits[order[0]]) / draw.temperature()));
    var total = Arrays.stream(weights).sum();
    var result = new double[logits.length];
    var sum = 0.0;
    for (var i = 0;
        i < kept && sum < draw.topP() * total && weights[i] >= draw.minP() * weights[0];
        i++) {
      result[order[i]] = weights[i];
      sum += weights[i];
    }
    for (var i = 0; i < result.length; i++) {
      result[i] /= sum;
    }
    return result;
  }

  @Test
  void run_logprobsAsked_tellsTheModelsOwnScoresWhateverShapesTheDraw() {
    try (var runner = runner(Precision.FLOAT32)) {
      var prompt = tokens(new Random(3), 12);
      var logits = runner.score(new StepPlan(List.of(row(0, 0, prompt)))).logits();
      var expected =
          distribution(Arrays.copyOfRange(logits, 11 * 768, 12 * 768), new Draw(1, 1, 0, 0));
      var edits = new LogitEdits(new long[] {700}, new double[] {1}, new double[] {100});
      var shaped = new Draw(0, 1, 0, 0, 0, edits, Optional.empty(), 5);
      var silent = new Draw(1, 1, 0, 0.5);
      var bare = new Draw(0.3, 1, 0, 0, 0.5, LogitEdits.NONE, Optional.empty(), 0);
      var rows = new ArrayList<Row>();
      for (var draw : List.of(shaped, silent, bare)) {
        rows.add(new Row(rows.size() * 512, 0, prompt, Optional.of(draw)));
      }

      var result = runner.run(new StepPlan(rows));

      assertThat(result.chosen()).hasSize(3);
      assertThat(result.chosen()[0]).isEqualTo(700);
      assertThat(result.scores()).hasSize(2);
      var told = result.scores().getFirst();
      assertThat(told.tokens()).hasSize(6);
      assertThat(told.tokens()[0]).isEqualTo(700);
      for (var i = 0; i < 6; i++) {
        assertThat(Math.exp(told.logprobs()[i]))
            .isCloseTo(expected[told.tokens()[i]], within(1e-5));
      }
      var best = Arrays.stream(expected).max().orElseThrow();
      assertThat(Math.exp(told.logprobs()[1])).isCloseTo(best, within(1e-5));
      assertThat(result.scores().get(1).tokens()).containsExactly(result.chosen()[2]);
    }
  }

  @Test
  void run_tokensAllowed_choosesAmongThemByTheirLikelihood() {
    try (var runner = runner(Precision.FLOAT32)) {
      var prompt = tokens(new Random(5), 9);
      var logits = runner.score(new StepPlan(List.of(row(0, 0, prompt)))).logits();
      var last = Arrays.copyOfRange(logits, 8 * 768, 9 * 768);
      var allowed = new BitSet();
      allowed.set(17);
      allowed.set(300);
      allowed.set(767);
      var masked = new Draw(0, 1, 0, 0, 0, LogitEdits.NONE, Optional.of(allowed), -1);
      var drawn = new Draw(2, 1, 0, 0, 0.999, LogitEdits.NONE, Optional.of(allowed), -1);
      var free = new Draw(0, 1, 0, 0);
      var rows =
          List.of(
              new Row(0, 0, prompt, Optional.of(free)),
              new Row(512, 0, prompt, Optional.of(masked)),
              new Row(1024, 0, prompt, Optional.of(drawn)));

      var chosen = runner.run(new StepPlan(rows)).chosen();

      var best = allowed.stream().boxed().max(Comparator.comparing(i -> last[i])).orElseThrow();
      assertThat(chosen[1]).isEqualTo(best);
      assertThat(allowed.get(chosen[2])).isTrue();
      var alone = runner.run(new StepPlan(List.of(rows.getFirst()))).chosen();
      assertThat(chosen[0]).isEqualTo(alone[0]);
    }
  }

  /** Weights that are no numbers give tokens that mean nothing, and hurt nobody else's. */
  @Test
  void run_weightsThatAreNoNumbers_stillChooseTokens(@TempDir Path broken) throws IOException {
    try (var files = Files.list(MODEL)) {
      for (var file : files.toList()) {
        Files.write(broken.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    var weights = broken.resolve("model.safetensors");
    var bytes = Files.readAllBytes(weights);
    Arrays.fill(bytes, bytes.length - 60_000, bytes.length - 50_000, (byte) 0xFF);
    Files.write(weights, bytes);
    try (var model = ModelFolder.open(broken);
        var runner = TorchModelRunner.load(model, EngineSettings.DEFAULT.withSequences(4))) {
      var rows = new ArrayList<Row>();
      for (var draw :
          List.of(
              new Draw(0, 1, 0, 0),
              new Draw(1, 1, 0, 0.5),
              new Draw(1, 0.5, 0, 0.5),
              new Draw(1, 0.5, 5, 0.1, 0.5, LogitEdits.NONE))) {
        rows.add(new Row(rows.size() * 512, 0, new int[] {1, 2, 3}, Optional.of(draw)));
      }
      assertThat(Arrays.stream(runner.run(new StepPlan(rows)).chosen()).boxed().toList())
          .hasSize(4)
          .allMatch(token -> token >= 0 && token < 768);
    }
  }

  @Test
  void run_rowsThatWouldHurtNativeCode_areRefusedBefore() {
    try (var runner = runner(Precision.FLOAT32)) {
      for (var bad :
          List.of(
              row(-1, 0, 1),
              row(2 * SLOTS, 0, 1),
              row(0, -1, 1),
              row(0, 0),
              row(0, 512, 1),
              row(0, 0, -1),
              row(0, 0, 768))) {
        assertThatThrownBy(() -> runner.run(new StepPlan(List.of(bad))))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
