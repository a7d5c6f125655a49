package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.golden.GreedyRun.Start;
import dev.atrium.platform.inference.torch.TorchModelRunner;
import dev.atrium.platform.inference.torch.TorchModelRunner.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Logits, pooled states, greedy continuations and losses of a model. */
final class LogitsGolden {
  private final JsonNode json;
  private final TorchModelRunner runner;
  private final Tolerances tolerances;
  private final List<Finding> findings = new ArrayList<>();

  LogitsGolden(JsonNode json, TorchModelRunner runner) {
    this.json = json;
    this.runner = runner;
    this.tolerances = Tolerances.of(json);
  }

  /** The cases one by one, then all continued in the same batches; the losses of a text. */
  List<Finding> checkEach(int adapter) {
    var starts = new ArrayList<Start>();
    for (var prompt : json.get("prompts")) {
      var start = new Start(GoldenFile.ints(prompt.get("ids")), adapter);
      starts.add(start);
      checkScore(prompt, score(List.of(start)).getFirst());
      var alone = new GreedyRun(runner).together(List.of(start), count(prompt)).getFirst();
      findings.add(greedy(prompt, "greedy ids, alone", alone));
    }
    checkGreedyTogether(json.get("prompts"), starts);
    if (json.has("loss")) {
      checkLoss(json.get("loss"), adapter);
    }
    return findings;
  }

  /** All rows in one batch. */
  List<Finding> checkTogether(List<Integer> adapters) {
    var starts = new ArrayList<Start>();
    for (var row : json.get("rows")) {
      starts.add(new Start(GoldenFile.ints(row.get("ids")), adapters.get(starts.size())));
    }
    var scores = score(starts);
    for (var i = 0; i < scores.size(); i++) {
      checkScore(json.get("rows").get(i), scores.get(i));
    }
    checkGreedyTogether(json.get("rows"), starts);
    return findings;
  }

  /** Scores of prompts that share a batch. */
  private List<Score> score(List<Start> starts) {
    var rows = new ArrayList<Row>();
    for (var slot = 0; slot < starts.size(); slot++) {
      rows.addAll(GreedyRun.pieces(GreedyRun.place(runner, slot), starts.get(slot)));
    }
    var all = runner.score(new StepPlan(rows));
    var tokens = rows.stream().mapToInt(row -> row.tokens().length).sum();
    var scores = new ArrayList<Score>();
    var at = 0;
    for (var start : starts) {
      var end = at + start.ids().length;
      scores.add(
          new Score(rows(all.logits(), tokens, at, end), rows(all.hidden(), tokens, at, end)));
      at = end;
    }
    return scores;
  }

  private static float[] rows(float[] values, int rows, int from, int to) {
    var width = values.length / rows;
    return Arrays.copyOfRange(values, from * width, to * width);
  }

  private static String subject(JsonNode prompt) {
    var adapter = prompt.path("adapter").isTextual() ? ", " + prompt.get("adapter").asText() : "";
    return "prompt of " + prompt.get("ids").size() + adapter;
  }

  private static int count(JsonNode prompt) {
    return prompt.get("greedy").get("ids").size();
  }

  private void checkScore(JsonNode prompt, Score score) {
    var length = prompt.get("ids").size();
    var subject = subject(prompt);
    var logits = row(score.logits(), length - 1, runner.vocabularySize());
    add(
        subject,
        "logits",
        largest(logits, GoldenFile.doubles(prompt.get("last_logits"))),
        tolerances.logits());
    checkTop(prompt.get("top10"), logits, subject);
    checkPooled(prompt.get("pooled"), score, length, subject);
  }

  /** Every expected id whose place is clear must stand there. */
  private void checkTop(JsonNode top, double[] logits, String subject) {
    var expected = GoldenFile.doubles(top.get("logits"));
    var ids = GoldenFile.ints(top.get("ids"));
    var order = order(logits);
    var differing = 0;
    for (var i = 0; i < ids.length; i++) {
      var clear =
          (i == 0 || expected[i - 1] - expected[i] > 2 * tolerances.logits())
              && (i == ids.length - 1 || expected[i] - expected[i + 1] > 2 * tolerances.logits());
      if (clear && order[i] != ids[i]) {
        differing++;
      }
    }
    findings.add(Finding.equal(subject, "ten likeliest ids", differing));
    var logTotal = logSumExp(logits);
    var own = Arrays.stream(ids).mapToDouble(id -> logits[id] - logTotal).toArray();
    var difference = largest(own, GoldenFile.doubles(top.get("logprobs")));
    add(subject, "their log-probabilities", difference, 2 * tolerances.logits());
  }

  private void checkPooled(JsonNode pooled, Score score, int length, String subject) {
    var width = score.hidden().length / length;
    var last = row(score.hidden(), length - 1, width);
    var mean = new double[width];
    for (var i = 0; i < score.hidden().length; i++) {
      mean[i % width] += score.hidden()[i] / (double) length;
    }
    comparePooled(subject, "pooled, last", last, GoldenFile.doubles(pooled.get("last")));
    comparePooled(subject, "pooled, mean", mean, GoldenFile.doubles(pooled.get("mean")));
  }

  private void comparePooled(String subject, String name, double[] own, double[] expected) {
    add(subject, name, largest(own, expected), tolerances.pooled());
    if (tolerances.pooledCosine() > 0) {
      var distance = 1 - cosine(own, expected);
      add(subject, name + ", 1 - cosine", distance, 1 - tolerances.pooledCosine());
    }
  }

  /** All in the same batches, each beginning a step later: nobody's ids may change. */
  private void checkGreedyTogether(JsonNode prompts, List<Start> starts) {
    var slots = Math.min(GreedyRun.sequences(runner), starts.size());
    var together = new GreedyRun(runner).together(starts.subList(0, slots), count(prompts.get(0)));
    for (var i = 0; i < slots; i++) {
      findings.add(greedy(prompts.get(i), "greedy ids, together", together.get(i)));
    }
  }

  private static Finding greedy(JsonNode prompt, String quantity, int[] own) {
    var expected = prompt.get("greedy");
    var ids = GoldenFile.ints(expected.get("ids"));
    var compared = expected.path("compare_first").asInt(ids.length);
    var differing = IntStream.range(0, compared).filter(i -> ids[i] != own[i]).count();
    return Finding.equal(subject(prompt), quantity + " (first " + compared + ")", differing);
  }

  private void checkLoss(JsonNode loss, int adapter) {
    var ids = GoldenFile.ints(loss.get("ids"));
    var score = score(List.of(new Start(ids, adapter))).getFirst();
    var own = new double[ids.length - 1];
    for (var i = 0; i < own.length; i++) {
      var logits = row(score.logits(), i, runner.vocabularySize());
      own[i] = logSumExp(logits) - logits[ids[i + 1]];
    }
    var subject = "text of " + ids.length;
    var expected = GoldenFile.doubles(loss.get("token_nll"));
    add(subject, "loss of a token", largest(own, expected), tolerances.tokenLoss());
    var mean = Arrays.stream(own).average().orElse(Double.NaN);
    var meanDifference = Math.abs(mean - loss.get("mean_nll").doubleValue());
    add(subject, "mean loss", meanDifference, tolerances.meanLoss());
  }

  private void add(String subject, String quantity, double difference, double allowed) {
    findings.add(new Finding(subject, quantity, difference, allowed));
  }

  private static double[] row(float[] values, int row, int width) {
    return IntStream.range(0, width).mapToDouble(i -> values[row * width + i]).toArray();
  }

  private static double largest(double[] own, double[] expected) {
    if (own.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    var differences =
        IntStream.range(0, own.length).mapToDouble(i -> Math.abs(own[i] - expected[i]));
    return differences.reduce(0, Math::max);
  }

  private static int[] order(double[] logits) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted((a, b) -> Double.compare(logits[b], logits[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double logSumExp(double[] values) {
    var top = Arrays.stream(values).max().orElse(0);
    return top + Math.log(Arrays.stream(values).map(value -> Math.exp(value - top)).sum());
  }

  private static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
