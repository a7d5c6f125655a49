package dev.atrium.spi.intent;

/** Tells the intents that it has learnt apart. Immutable; may be used by many threads. */
@FunctionalInterface
public interface IntentModel {
  Guess classify(String text);

  /**
   * A guess.
   *
   * @param label an intent, or {@link IntentLearner#OUT_OF_SCOPE} where none fits
   * @param confidence 0 to 1: how often a guess like this one is right
   */
  record Guess(String label, double confidence) {}
}
