package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.torch.AdapterTrainer;
import dev.atrium.platform.inference.torch.AdapterTrainer.Batch;
import dev.atrium.platform.inference.torch.AdapterTrainer.Optimiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Loss, gradients and weights after some steps of learning. */
final class TrainingGolden {
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final double WEIGHT = 5e-6;
  private static final double MEAN_WEIGHT = 1e-7;
  private static final String STEPS = "after_3_steps";

  private final JsonNode json;
  private final Supplier<AdapterTrainer> trainers;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param trainers each one begins from the adapter as it is stored
   */
  TrainingGolden(JsonNode json, Supplier<AdapterTrainer> trainers) {
    this.json = json;
    this.trainers = trainers;
  }

  List<Finding> check() {
    try (var trainer = trainers.get()) {
      checkGradients(trainer);
    }
    for (var part : List.of(STEPS, STEPS + "_clipped")) {
      if (json.has(part)) {
        try (var trainer = trainers.get()) {
          checkSteps(trainer, json.get(part), json.get(part + "_trace"));
        }
      }
    }
    return findings;
  }

  private void checkGradients(AdapterTrainer trainer) {
    var own = trainer.gradients(batch());
    add("batch", "loss", Math.abs(own.loss() - json.get("loss").doubleValue()), LOSS);
    add(
        "batch",
        "gradients, relative",
        largest(own.matrices(), json.get("gradients"), TrainingGolden::relative),
        GRADIENT);
    var norm =
        Math.sqrt(own.matrices().values().stream().mapToDouble(TrainingGolden::square).sum());
    var expected = json.get("gradient_norm").doubleValue();
    add("batch", "norm of all gradients, relative", Math.abs(norm - expected) / expected, GRADIENT);
  }

  private void checkSteps(AdapterTrainer trainer, JsonNode expected, JsonNode trace) {
    var clip = trace.path("clip_to_global_norm").asDouble(0);
    var subject = clip > 0 ? "clipped to " + clip : "not clipped";
    var losses = GoldenFile.doubles(trace.get("loss_before_each_step_and_at_the_end"));
    var norms = GoldenFile.doubles(trace.get("gradient_norm_before_clipping"));
    var loss = 0.0;
    var norm = 0.0;
    for (var step = 0; step < norms.length; step++) {
      var outcome = trainer.step(batch(), optimiser(clip));
      loss = Math.max(loss, Math.abs(outcome.loss() - losses[step]));
      norm = Math.max(norm, Math.abs(outcome.norm() - norms[step]) / norms[step]);
    }
    loss = Math.max(loss, Math.abs(trainer.loss(batch()) - losses[norms.length]));
    add(subject, "loss before and after " + norms.length + " steps", loss, LOSS);
    add(subject, "norm of all gradients, relative", norm, GRADIENT);
    var matrices = trainer.matrices();
    add(subject, "weights", largest(matrices, expected, TrainingGolden::furthest), WEIGHT);
    add(subject, "weights, mean", largest(matrices, expected, TrainingGolden::mean), MEAN_WEIGHT);
  }

  private Batch batch() {
    return new Batch(
        json.get("batch").size(), flat(json.get("batch")), flat(json.get("loss_mask")));
  }

  private static long[] flat(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMapToInt(row -> Arrays.stream(GoldenFile.ints(row)))
        .asLongStream()
        .toArray();
  }

  private Optimiser optimiser(double clip) {
    var adam = json.get("adamw");
    return new Optimiser(
        adam.get("lr").doubleValue(),
        adam.get("betas").get(0).doubleValue(),
        adam.get("betas").get(1).doubleValue(),
        adam.get("eps").doubleValue(),
        adam.get("weight_decay").doubleValue(),
        clip);
  }

  /** How far a matrix is from the expected one. */
  private interface Distance {
    double of(float[] own, double[] expected);
  }

  /** The largest distance over all expected matrices; infinite if one is missing. */
  private static double largest(Map<String, float[]> own, JsonNode expected, Distance distance) {
    var largest = own.size() == expected.size() ? 0 : Double.POSITIVE_INFINITY;
    for (var property : expected.properties()) {
      var values = GoldenFile.doubles(property.getValue().get("values"));
      var matrix = own.getOrDefault(property.getKey(), new float[0]);
      var apart =
          matrix.length == values.length ? distance.of(matrix, values) : Double.POSITIVE_INFINITY;
      largest = Math.max(largest, apart);
    }
    return largest;
  }

  private static double relative(float[] own, double[] expected) {
    var apart =
        IntStream.range(0, own.length).mapToDouble(i -> Math.pow(own[i] - expected[i], 2)).sum();
    return Math.sqrt(apart / Arrays.stream(expected).map(value -> value * value).sum());
  }

  private static double furthest(float[] own, double[] expected) {
    return IntStream.range(0, own.length)
        .mapToDouble(i -> Math.abs(own[i] - expected[i]))
        .max()
        .orElse(0);
  }

  private static double mean(float[] own, double[] expected) {
    return IntStream.range(0, own.length)
        .mapToDouble(i -> Math.abs(own[i] - expected[i]))
        .average()
        .orElse(0);
  }

  private static double square(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> (double) values[i] * values[i]).sum();
  }

  private void add(String subject, String quantity, double difference, double allowed) {
    findings.add(new Finding(subject, quantity, difference, allowed));
  }
}
