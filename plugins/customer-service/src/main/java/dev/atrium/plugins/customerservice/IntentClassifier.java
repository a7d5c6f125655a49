package dev.atrium.plugins.customerservice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells intents apart: a linear softmax classifier over words and runs of characters, so that typos
 * cost little. Its confidence is calibrated on held-out folds of the examples (temperature scaling,
 * Guo et al. 2017).
 */
final class IntentClassifier {
  private static final int BUCKETS = 1 << 14;
  private static final int LONGEST_RUN = 4;
  private static final int EPOCHS = 40;
  private static final double RATE = 0.3;
  private static final double DECAY = 1e-4;
  private static final int FOLDS = 5;
  private static final double[] TEMPERATURES = {0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 3};

  private final double[][] weights;
  private final double temperature;
  private final List<Set<Integer>> seen;

  /**
   * A guess.
   *
   * @param confidence 0 to 1; right about as often as it says for messages like the examples
   * @param familiarity the share of the message that the intent's examples hold too, 0 to 1
   */
  record Guess(Intent intent, double confidence, double familiarity) {}

  private record Example(int[] features, int label) {}

  private IntentClassifier(List<Example> examples) {
    this.weights = learn(examples);
    this.temperature = temperature(examples);
    this.seen = seen(examples);
  }

  /** Learns from examples by label; unknown labels are left out. Deterministic. */
  static IntentClassifier train(Map<String, List<String>> intents) {
    var examples = new ArrayList<Example>();
    for (var intent : Intent.values()) {
      for (var text : intents.getOrDefault(intent.name().toLowerCase(Locale.ROOT), List.of())) {
        examples.add(new Example(features(text), intent.ordinal()));
      }
    }
    return new IntentClassifier(examples);
  }

  private static List<Set<Integer>> seen(List<Example> examples) {
    return Stream.of(Intent.values())
        .map(
            intent ->
                examples.stream()
                    .filter(example -> example.label() == intent.ordinal())
                    .flatMapToInt(example -> Arrays.stream(example.features()))
                    .boxed()
                    .collect(Collectors.toUnmodifiableSet()))
        .toList();
  }

  Guess classify(String text) {
    var features = features(text);
    var chances = softmax(scores(weights, features), temperature);
    var best =
        IntStream.range(0, chances.length)
            .reduce((one, other) -> chances[one] >= chances[other] ? one : other)
            .orElse(Intent.QUESTION.ordinal());
    var familiar = Arrays.stream(features).filter(seen.get(best)::contains).count();
    return new Guess(
        Intent.values()[best], chances[best], (double) familiar / Math.max(1, features.length));
  }

  private static double[][] learn(List<Example> examples) {
    var weights = new double[Intent.values().length][BUCKETS];
    var order = new ArrayList<>(examples);
    var random = new Random(1);
    for (var epoch = 0; epoch < EPOCHS; epoch++) {
      Collections.shuffle(order, random);
      var rate = RATE / (1 + epoch * 0.1);
      order.forEach(example -> step(weights, example, rate));
    }
    return weights;
  }

  private static void step(double[][] weights, Example example, double rate) {
    var chances = softmax(scores(weights, example.features()), 1);
    for (var label = 0; label < weights.length; label++) {
      var error = (label == example.label() ? 1 : 0) - chances[label];
      for (var feature : example.features()) {
        var weight = weights[label][feature];
        weights[label][feature] =
            weight + rate * (error / Math.sqrt(example.features().length) - DECAY * weight);
      }
    }
  }

  /** The temperature under which held-out examples are the likeliest. */
  private static double temperature(List<Example> examples) {
    var losses = new double[TEMPERATURES.length];
    for (var fold = 0; fold < FOLDS; fold++) {
      var held = fold;
      var rest = IntStream.range(0, examples.size()).filter(at -> at % FOLDS != held);
      var weights = learn(rest.mapToObj(examples::get).toList());
      for (var at = fold; at < examples.size(); at += FOLDS) {
        var example = examples.get(at);
        var scores = scores(weights, example.features());
        for (var choice = 0; choice < losses.length; choice++) {
          losses[choice] -= Math.log(softmax(scores, TEMPERATURES[choice])[example.label()]);
        }
      }
    }
    var best =
        IntStream.range(0, losses.length)
            .reduce((one, other) -> losses[one] <= losses[other] ? one : other);
    return TEMPERATURES[best.orElse(0)];
  }

  private static double[] scores(double[][] weights, int[] features) {
    var scores = new double[weights.length];
    for (var label = 0; label < weights.length; label++) {
      for (var feature : features) {
        scores[label] += weights[label][feature] / Math.sqrt(features.length);
      }
    }
    return scores;
  }

  private static double[] softmax(double[] scores, double temperature) {
    var highest = DoubleStream.of(scores).max().orElse(0);
    var raised =
        DoubleStream.of(scores).map(score -> Math.exp((score - highest) / temperature)).toArray();
    var sum = DoubleStream.of(raised).sum();
    return DoubleStream.of(raised).map(value -> Math.max(value / sum, 1e-12)).toArray();
  }

  /** Buckets of the text's words and of its runs of 1 to 4 characters. */
  private static int[] features(String text) {
    var plain =
        " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}?？']+", " ").strip() + " ";
    var runs =
        IntStream.rangeClosed(1, LONGEST_RUN)
            .boxed()
            .flatMap(
                length ->
                    IntStream.rangeClosed(0, plain.length() - length)
                        .mapToObj(at -> plain.substring(at, at + length)));
    var words = Arrays.stream(plain.strip().split(" ")).map(word -> "w:" + word);
    return Stream.concat(runs, words)
        .mapToInt(feature -> Math.floorMod(feature.hashCode() * 0x9E3779B1, BUCKETS))
        .distinct()
        .sorted()
        .toArray();
  }
}
