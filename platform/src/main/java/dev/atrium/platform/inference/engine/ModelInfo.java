package dev.atrium.platform.inference.engine;

import java.util.Set;

/**
 * What is known of a loaded model.
 *
 * @param name the model's id, its folder's name
 * @param version changes when the weights do
 * @param contextTokens prompt and answer together
 * @param endTokens tokens that end a turn
 * @param defaults how tokens are chosen where a request does not say
 */
public record ModelInfo(
    String name,
    String version,
    int vocabularySize,
    int contextTokens,
    Set<Integer> endTokens,
    SamplingDefaults defaults) {
  public ModelInfo {
    endTokens = Set.copyOf(endTokens);
  }

  /** A model whose makers advise nothing. */
  public ModelInfo(
      String name, String version, int vocabularySize, int contextTokens, Set<Integer> endTokens) {
    this(name, version, vocabularySize, contextTokens, endTokens, SamplingDefaults.NONE);
  }
}
