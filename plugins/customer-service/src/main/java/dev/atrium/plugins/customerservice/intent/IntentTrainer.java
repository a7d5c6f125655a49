package dev.atrium.plugins.customerservice.intent;

import dev.atrium.spi.intent.IntentLearner;
import dev.atrium.spi.intent.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Learns intents. What a guess's confidence says and where an intent ends is learnt on held-out
 * parts of the examples, judged by classifiers that have not seen them.
 */
public final class IntentTrainer implements IntentLearner {
  private static final int FEW = 3000;

  /** Fewer examples out of scope teach nothing. */
  private static final int LEAST_OUTSIDE = 10;

  @Override
  public TrainedIntents learn(List<LabelledText> examples, long seed) {
    return new Training(examples, seed).run();
  }

  private static final class Training {
    private final long seed;
    private final List<String> intents;
    private final int labels;
    private final int[] truth;
    private final Dictionary dictionary;
    private final List<Dictionary.Text> texts;

    Training(List<LabelledText> examples, long seed) {
      this.seed = seed;
      var names = new TreeSet<String>();
      examples.forEach(example -> names.add(example.label()));
      names.remove(OUT_OF_SCOPE);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("There is no example of an intent.");
      }
      this.intents = List.copyOf(names);
      var outside = examples.stream().filter(it -> it.label().equals(OUT_OF_SCOPE)).count();
      this.labels = intents.size() + (outside >= LEAST_OUTSIDE ? 1 : 0);
      var places = new TreeMap<String, Integer>();
      intents.forEach(intent -> places.put(intent, places.size()));
      places.put(OUT_OF_SCOPE, intents.size());
      var used =
          examples.stream().filter(it -> places.getOrDefault(it.label(), labels) < labels).toList();
      this.truth =
          used.stream().mapToInt(example -> places.getOrDefault(example.label(), 0)).toArray();
      var features = used.stream().map(example -> TextFeatures.of(example.text())).toList();
      this.dictionary = new Dictionary(features);
      this.texts = features.stream().map(dictionary::read).toList();
    }

    TrainedIntents run() {
      var all = IntStream.range(0, truth.length).toArray();
      return new TrainedIntents(dictionary, learn(all), Calibration.learn(intents, heldOut()));
    }

    private Judges learn(int[] places) {
      var shown = IntStream.of(places).mapToObj(texts::get).toList();
      var answers = IntStream.of(places).map(at -> truth[at]).toArray();
      return Judges.learn(
          new Judges.Lesson(dictionary, shown, answers, intents.size(), labels), seed);
    }

    private List<Calibration.Example> heldOut() {
      var folds = truth.length < FEW ? 5 : 3;
      var fold = folds(folds);
      var judged = new ArrayList<Calibration.Example>();
      for (var held = 0; held < folds; held++) {
        var out = held;
        var judges =
            learn(IntStream.range(0, truth.length).filter(at -> fold[at] != out).toArray());
        IntStream.range(0, truth.length)
            .filter(at -> fold[at] == out)
            .mapToObj(at -> new Calibration.Example(judges.judge(texts.get(at)), truth[at]))
            .forEach(judged::add);
      }
      return judged;
    }

    /** Each example's fold: by chance, each label's examples in all folds alike. */
    private int[] folds(int folds) {
      var random = new SplittableRandom(seed);
      var chance = IntStream.range(0, truth.length).map(at -> random.nextInt()).toArray();
      var order =
          IntStream.range(0, truth.length)
              .boxed()
              .sorted(
                  Comparator.comparingInt((Integer at) -> truth[at])
                      .thenComparingInt(at -> chance[at])
                      .thenComparingInt(at -> at))
              .toList();
      var fold = new int[truth.length];
      for (var rank = 0; rank < fold.length; rank++) {
        fold[order.get(rank)] = rank % folds;
      }
      return fold;
    }
  }
}
