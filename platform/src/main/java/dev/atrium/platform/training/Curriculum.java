package dev.atrium.platform.training;

import dev.atrium.platform.training.corpus.Corpus;
import dev.atrium.platform.training.corpus.Exercises;
import java.util.SplittableRandom;

/** An endless, numbered list of examples: the same number and seed always give the same example. */
public final class Curriculum {

  private static final double PROSE = 0.02;
  private static final int PROSE_CHARACTERS = 320;

  private final long seed;
  private final int easyExercises;
  private final Corpus corpus;
  private final Exercises exercises;
  private final ChatFormat format;

  public Curriculum(Recipe recipe, Corpus corpus, ChatFormat format) {
    this.seed = recipe.seed();
    this.easyExercises = recipe.reading().easyExercises();
    this.corpus = corpus;
    this.exercises = Exercises.training(corpus);
    this.format = format;
  }

  /** The example of this number; passages grow over the first ones. */
  public Example example(long number) {
    var random = generator(seed, number);
    if (random.nextDouble() < PROSE) {
      return format.prose(snippet(random));
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
