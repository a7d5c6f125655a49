package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
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

  List<Finding> check() {
    for (var prompt : json.get("prompts")) {
      checkPrompt(prompt, subject(prompt));
    }
    checkGreedyTogether();
    if (json.has("loss")) {
      checkLoss(json.get("loss"));
    }
    return findings;
  }

  private static String subject(JsonNode prompt) {
    return "prompt of " + prompt.get("ids").size();
  }

  private void checkPrompt(JsonNode prompt, String subject) {
    var ids = GoldenFile.ints(prompt.get("ids"));
    var score = runner.score(ids);
    var logits = row(score.logits(), ids.length - 1, runner.vocabularySize());
    add(
        subject,
        "logits",
        largest(logits, GoldenFile.doubles(prompt.get("last_logits"))),
        tolerances.logits());
    checkTop(prompt.get("top10"), logits, subject);
    checkPooled(prompt.get("pooled"), score, ids.length, subject);
    var expected = prompt.get("greedy");
    var count = expected.get("ids").size();
    var alone = new GreedyRun(runner).together(List.of(ids), count).getFirst();
    findings.add(greedy(subject, "greedy ids, alone", expected, alone));
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

  /** All prompts in one batch, each beginning a step later: nobody's ids may change. */
  private void checkGreedyTogether() {
    var prompts = new ArrayList<int[]>();
    json.get("prompts").forEach(prompt -> prompts.add(GoldenFile.ints(prompt.get("ids"))));
    var count = json.get("prompts").get(0).get("greedy").get("ids").size();
    var slots = Math.min(runner.slots(), prompts.size());
    var together = new GreedyRun(runner).together(prompts.subList(0, slots), count);
    for (var i = 0; i < slots; i++) {
      var prompt = json.get("prompts").get(i);
      findings.add(
          greedy(subject(prompt), "greedy ids, together", prompt.get("greedy"), together.get(i)));
    }
  }

  private static Finding greedy(String subject, String quantity, JsonNode expected, int[] own) {
    var ids = GoldenFile.ints(expected.get("ids"));
    var compared = expected.path("compare_first").asInt(ids.length);
    var differing = IntStream.range(0, compared).filter(i -> ids[i] != own[i]).count();
    return Finding.equal(subject, quantity + " (first " + compared + ")", differing);
  }

  private void checkLoss(JsonNode loss) {
    var ids = GoldenFile.ints(loss.get("ids"));
    var score = runner.score(ids);
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
