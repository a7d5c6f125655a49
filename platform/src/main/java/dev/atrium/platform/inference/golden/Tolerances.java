package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The largest differences that pass.
 *
 * @param logits of one logit; half the distance below which two ids may change places
 * @param tokenLoss of one token's negative log-likelihood
 * @param meanLoss of their mean
 * @param pooled of one element of a pooled state
 * @param pooledCosine smallest cosine of a pooled state to the expected one
 */
record Tolerances(
    double logits, double tokenLoss, double meanLoss, double pooled, double pooledCosine) {

  /** Those of a file, by the number format of its weights. */
  static Tolerances of(JsonNode json) {
    var logits = json.path("max_abs_logit_difference").doubleValue();
    return json.path("weights").asText("F32").equals("F32")
        ? new Tolerances(logits, 1e-4, 1e-5, 1e-4, 0)
        : new Tolerances(logits, 3e-2, 5e-3, 1e-1, 0.999);
  }
}
