package dev.atrium.spi.intent;

import dev.atrium.spi.AtriumExtension;
import java.util.List;

/**
 * Learns to tell texts apart from labelled examples: the way of learning that a plugin uses itself,
 * brought so that {@code atrium eval intent} can measure it.
 */
public interface IntentLearner extends AtriumExtension {
  /** The label of examples that belong to no intent, and of guesses that none fits. */
  String OUT_OF_SCOPE = "oos";

  /**
   * Learns; the same examples in the same order with the same seed give the same model.
   *
   * @param examples of two labels or more; those labelled {@link #OUT_OF_SCOPE} are no intent
   */
  IntentModel learn(List<LabelledText> examples, long seed);
}
