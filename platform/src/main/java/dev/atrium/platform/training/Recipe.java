package dev.atrium.platform.training;

import java.util.List;

/**
 * Everything that decides what a pretraining run produces. The defaults are the recipe of the
 * shipped model, so that one command without options makes it again.
 *
 * @param seed of the weights and of the order and content of the exercises
 * @param vocabulary tokens in all, special ones included
 * @param bf16 whether matrix products run in bfloat16 (weights and sums stay in float32)
 */
public record Recipe(
    long seed,
    int vocabulary,
    Shape shape,
    Optimizer optimizer,
    Schedule schedule,
    Reading reading,
    boolean bf16) {

  /**
   * Size of the decoder (qwen2 family, tied embeddings).
   *
   * @param feedForward width inside the gated layer
   */
  public record Shape(
      int layers,
      int hidden,
      int heads,
      int keyValueHeads,
      int feedForward,
      double theta,
      double epsilon) {

    public Shape {
      if (hidden % heads != 0 || heads % keyValueHeads != 0 || (hidden / heads) % 2 != 0) {
        throw new IllegalArgumentException(
            "hidden size must divide by the heads into an even size, heads by key-value heads: "
                + List.of(hidden, heads, keyValueHeads));
      }
    }

    public int headSize() {
      return hidden / heads;
    }

    /** Another size; every head keeps its own keys and values. */
    public Shape resized(int layers, int hidden, int heads, int feedForward) {
      return new Shape(layers, hidden, heads, heads, feedForward, theta, epsilon);
    }
  }

  /** AdamW and the limit on the gradient's length. */
  public record Optimizer(double beta1, double beta2, double decay, double clip) {}

  /**
   * Length of the run and learning rate over it.
   *
   * @param steps length of the run in optimizer steps
   * @param peakRate learning rate of the plateau
   * @param warmUpSteps steps over which the rate rises from zero
   * @param coolDown last part of the run, between 0 and 1, over which the rate falls as a half
   *     cosine
   * @param restart steps after which the rate goes through warm-up, plateau and cool-down a second
   *     time; a shorter run does so once
   */
  public record Schedule(
      int steps, double peakRate, int warmUpSteps, double coolDown, int restart) {

    /** The first of the steps, from 0, that go through the rate together with this one. */
    private int begin(long step) {
      return step > restart ? restart : 0;
    }

    private int end(long step) {
      return step > restart ? steps : Math.min(restart, steps);
    }
  }

  /**
   * How the exercises come.
   *
   * @param tokensPerStep target number of tokens, padding included, in one batch
   * @param maxTokens longest exercise in tokens; longer ones are left out
   * @param easyExercises number of exercises over which passages grow to their full length
   * @param advancedFrom number of the exercise from which longer facts and short answers come in
   */
  public record Reading(int tokensPerStep, int maxTokens, int easyExercises, long advancedFrom) {}

  /** The recipe of the shipped model. */
  public static Recipe shipped() {
    return new Recipe(
        20261123,
        7168,
        new Shape(5, 192, 4, 4, 384, 1_000_000, 1e-6),
        new Optimizer(0.9, 0.98, 0.05, 1.0),
        new Schedule(18_000, 1.5e-3, 100, 0.3, 8000),
        new Reading(2560, 448, 6_000, 115_200),
        true);
  }

  /** Learning rate at this step (from 1). */
  public double rate(long step) {
    var begin = schedule.begin(step);
    var progress = (double) (step - 1 - begin) / (schedule.end(step) - begin);
    return rate(step - begin, progress);
  }

  /**
   * Learning rate at this step (from 1) of a run without restart, when this part of the run, from 0
   * to 1, is over.
   */
  public double rate(long step, double progress) {
    var warm = Math.min(1.0, (double) step / schedule.warmUpSteps());
    var coolDown = schedule.coolDown();
    var cooling = Math.clamp((progress - (1 - coolDown)) / coolDown, 0.0, 1.0);
    return schedule.peakRate() * warm * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * cooling)));
  }

  /** The same recipe with another seed. */
  public Recipe withSeed(long other) {
    return new Recipe(other, vocabulary, shape, optimizer, schedule, reading, bf16);
  }

  /** The same recipe with this many tokens in the vocabulary. */
  public Recipe withVocabulary(int size) {
    return new Recipe(seed, size, shape, optimizer, schedule, reading, bf16);
  }

  /** The same recipe for a decoder of another size. */
  public Recipe withShape(Shape other) {
    return new Recipe(seed, vocabulary, other, optimizer, schedule, reading, bf16);
  }

  /** The same recipe with this many steps. */
  public Recipe withSteps(int count) {
    var other =
        new Schedule(
            count,
            schedule.peakRate(),
            schedule.warmUpSteps(),
            schedule.coolDown(),
            schedule.restart());
    return new Recipe(seed, vocabulary, shape, optimizer, other, reading, bf16);
  }

  /** The same recipe with batches of this size. */
  public Recipe withTokensPerStep(int tokens) {
    var other =
        new Reading(tokens, reading.maxTokens(), reading.easyExercises(), reading.advancedFrom());
    return new Recipe(seed, vocabulary, shape, optimizer, schedule, other, bf16);
  }

  /** The same recipe with matrix products in float32 or bfloat16. */
  public Recipe withBf16(boolean on) {
    return new Recipe(seed, vocabulary, shape, optimizer, schedule, reading, on);
  }
}
