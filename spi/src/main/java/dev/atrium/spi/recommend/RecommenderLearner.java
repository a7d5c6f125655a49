package dev.atrium.spi.recommend;

import dev.atrium.spi.AtriumExtension;
import java.util.List;

/**
 * Learns recommenders: those that a plugin uses itself, brought so that {@code atrium eval
 * recommend} can measure them.
 */
public interface RecommenderLearner extends AtriumExtension {
  /**
   * Learns; the same interactions with the same seed give the same recommenders.
   *
   * @return all ways side by side, the plugin's own choice among them last
   */
  List<Recommender> learn(Interactions interactions, long seed);
}
