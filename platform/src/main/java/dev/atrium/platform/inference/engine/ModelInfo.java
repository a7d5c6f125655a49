package dev.atrium.platform.inference.engine;

import java.util.Set;

/**
 * What is known of a loaded model.
 *
 * @param name the model's id, its folder's name
 * @param version changes when the weights do
 * @param contextTokens prompt and answer together
 * @param endTokens tokens that end a turn
 */
public record ModelInfo(
    String name, String version, int vocabularySize, int contextTokens, Set<Integer> endTokens) {
  public ModelInfo {
    endTokens = Set.copyOf(endTokens);
  }
}
