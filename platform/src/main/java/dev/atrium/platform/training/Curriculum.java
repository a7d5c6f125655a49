package dev.atrium.platform.training;

import dev.atrium.platform.training.corpus.Corpus;
import dev.atrium.platform.training.corpus.Exercises;
import java.util.SplittableRandom;

/** An endless, numbered list of examples: the same number and seed always give the same example. */
public final class Curriculum {

  private static final double PROSE = 0.02;
  private static final int PROSE_CHARACTERS = 320;
  private static final float DIGIT_WEIGHT = 3f;

  private final long seed;
  private final int easyExercises;
  private final Corpus corpus;
  private final long advancedFrom;
  private final Exercises exercises;
  private final Exercises advanced;
  private final ChatFormat format;
  private final ChatFormat careful;

  public Curriculum(Recipe recipe, Corpus corpus, ChatFormat format) {
    this.seed = recipe.seed();
    this.easyExercises = recipe.reading().easyExercises();
    this.corpus = corpus;
    this.advancedFrom = recipe.reading().advancedFrom();
    this.exercises = Exercises.training(corpus);
    this.advanced = Exercises.advanced(corpus);
    this.format = format;
    this.careful = format.withDigits(DIGIT_WEIGHT);
  }

  /** The example of this number; passages grow over the first ones, short answers come in later. */
  public Example example(long number) {
    var random = generator(seed, number);
    if (random.nextDouble() < PROSE) {
      return format.prose(snippet(random));
    }
    if (number >= advancedFrom) {
      return careful.example(advanced.draw(random, random.nextDouble()));
    }
    var hardest = Math.min(1.0, (double) number / easyExercises);
    return format.example(exercises.draw(random, hardest * random.nextDouble()));
  }

  /** A generator whose sequence has nothing to do with that of another number. */
  static SplittableRandom generator(long seed, long number) {
    return new SplittableRandom(
        new SplittableRandom(seed ^ (number * 0xD1342543DE82EF95L)).nextLong());
  }

  private String snippet(SplittableRandom random) {
    var text = corpus.prose().get(random.nextInt(corpus.prose().size()));
    if (text.length() <= PROSE_CHARACTERS) {
      return text;
    }
    var start = random.nextInt(text.length() - PROSE_CHARACTERS);
    return text.substring(start, start + PROSE_CHARACTERS);
  }
}
