package dev.atrium.plugins.customerservice.intent;

import dev.atrium.spi.intent.IntentModel;

/** Intents that have been learnt. */
public final class TrainedIntents implements IntentModel {
  private final Dictionary dictionary;
  private final Judges judges;
  private final Calibration calibration;

  TrainedIntents(Dictionary dictionary, Judges judges, Calibration calibration) {
    this.dictionary = dictionary;
    this.judges = judges;
    this.calibration = calibration;
  }

  @Override
  public Guess classify(String text) {
    return calibration.guess(judged(text));
  }

  /** The share of a text that the likeliest intent's examples hold too, 0 to 1. */
  public double familiarity(String text) {
    return judged(text).familiarity();
  }

  private Judged judged(String text) {
    return judges.judge(dictionary.read(TextFeatures.of(text)));
  }
}
