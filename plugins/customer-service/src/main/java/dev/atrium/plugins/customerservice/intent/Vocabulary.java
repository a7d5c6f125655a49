package dev.atrium.plugins.customerservice.intent;

import java.util.List;

/**
 * The features of some examples, and how rare each is. Turns a text into a vector: rare features
 * weigh more (tf-idf with logarithmic counts), words and runs of characters as much as each other.
 */
final class Vocabulary {
  private static final int UNKNOWN = -1;

  private final Dictionary dictionary;
  private final int[] positions;
  private final float[] rarity;
  private int size;

  /**
   * @param runsOnly whether words are left out
   * @param least the number of texts that hold a feature of the vocabulary, at least
   */
  Vocabulary(Dictionary dictionary, List<Dictionary.Text> texts, boolean runsOnly, int least) {
    this.dictionary = dictionary;
    this.positions = new int[dictionary.size()];
    this.rarity = new float[dictionary.size()];
    for (var text : texts) {
      for (var feature : text.features()) {
        positions[feature]++;
      }
    }
    for (var feature = 0; feature < positions.length; feature++) {
      var frequency = positions[feature];
      var kept = frequency >= least && (!runsOnly || dictionary.isRun(feature));
      rarity[feature] = (float) (1 + Math.log((1.0 + texts.size()) / (1 + frequency)));
      positions[feature] = kept ? size++ : UNKNOWN;
    }
  }

  int size() {
    return size;
  }

  /** The text's vector, of length 1; empty if the text holds nothing known. */
  SparseVector vector(Dictionary.Text text) {
    var at = new int[text.features().length];
    var values = new float[at.length];
    var count = 0;
    var words = 0.0;
    var runs = 0.0;
    for (var entry = 0; entry < at.length; entry++) {
      var feature = text.features()[entry];
      if (positions[feature] != UNKNOWN) {
        var value = (float) (1 + Math.log(text.counts()[entry])) * rarity[feature];
        words += dictionary.isRun(feature) ? 0 : value * value;
        runs += dictionary.isRun(feature) ? value * value : 0;
        values[count] = value;
        at[count++] = feature;
      }
    }
    var kinds = (words > 0 ? 1 : 0) + (runs > 0 ? 1 : 0);
    var vector = new SparseVector(new int[count], new float[count]);
    for (var entry = 0; entry < count; entry++) {
      var length = Math.sqrt((dictionary.isRun(at[entry]) ? runs : words) * kinds);
      vector.positions()[entry] = positions[at[entry]];
      vector.values()[entry] = (float) (values[entry] / length);
    }
    return vector;
  }
}
