package dev.atrium.platform.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Frequencies against numbers computed in double precision by the published formulas: llama3 by
 * Meta's, yarn by the paper's (arXiv 2309.00071, section 3) with the bounds as transformers rounds
 * them.
 */
class RotaryTableTest {
  private static ModelConfig config(int headDimension, double theta, RopeScaling scaling) {
    return new ModelConfig(
        "llama",
        1,
        64,
        4,
        2,
        headDimension,
        64,
        256,
        512,
        1e-6,
        theta,
        scaling,
        0,
        true,
        StoredFormats.NONE);
  }

  private static void assertFrequencies(ModelConfig config, double... expected) {
    var found = RotaryTable.frequencies(config);
    Arrays.setAll(found, pair -> found[pair] / expected[pair]);
    var ones = new double[expected.length];
    Arrays.fill(ones, 1);
    assertThat(found).containsExactly(ones, within(1e-12));
  }

  @Test
  void frequencies_linear_areDivided() {
    assertFrequencies(config(8, 10000, new RopeScaling.Linear(2.5)), 0.4, 0.04, 0.004, 0.0004);
  }

  @Test
  void frequencies_llama3_keepFastPairsAndDivideSlowOnes() {
    assertFrequencies(
        config(8, 500000, new RopeScaling.Llama3(8, 1, 4, 64)),
        1.0,
        0.00470075386635799,
        0.000176776695296637,
        6.64786987118124e-06);
  }

  @Test
  void frequencies_yarn_blendBetweenTheBounds() {
    assertFrequencies(
        config(16, 10000, new RopeScaling.Yarn(4, 32, 1, 256, true, 1)),
        1.0,
        0.256935059888681,
        0.0625,
        0.0138349647632367,
        0.0025,
        0.000790569415042095,
        0.00025,
        7.90569415042095e-05);
  }

  @Test
  void frequencies_yarnWithBoundsOfItsOwn_blendThere() {
    assertFrequencies(
        config(16, 10000, new RopeScaling.Yarn(4, 8, 2, 256, true, 1)),
        1.0,
        0.316227766016838,
        0.0625,
        0.00790569415042095,
        0.0025,
        0.000790569415042095,
        0.00025,
        7.90569415042095e-05);
  }

  @Test
  void frequencies_yarnNotTruncated_blendBetweenFractionsOfPairs() {
    assertFrequencies(
        config(16, 10000, new RopeScaling.Yarn(4, 32, 1, 256, false, 1)),
        1.0,
        0.253972313557006,
        0.0553986366346048,
        0.00963994285097862,
        0.0025,
        0.000790569415042095,
        0.00025,
        7.90569415042095e-05);
  }

  @Test
  void of_yarn_scalesTheRotatedVectors() {
    var table =
        RotaryTable.of(config(16, 10000, new RopeScaling.Yarn(4, 32, 1, 256, true, 1.5)), 3);
    assertThat(table.cosines()[0]).isEqualTo(1.5f);
    assertThat(table.cosines()[16]).isCloseTo((float) (1.5 * Math.cos(2)), within(1e-6f));
  }
}
