package dev.atrium.spi;

import java.util.Comparator;
import java.util.List;

/**
 * What a classifier makes of texts.
 *
 * @param model name and version that judged
 * @param texts how likely each class is, for each text in their order
 * @param tokens that were read
 */
public record TextClasses(String model, List<List<Likelihood>> texts, int tokens) {
  public TextClasses {
    texts = texts.stream().map(List::copyOf).toList();
  }

  /** How likely a class is; those of a text are 1 together. */
  public record Likelihood(String label, double probability) {}

  /** The likeliest class of a text, counted from 0. */
  public Likelihood likeliest(int text) {
    return texts.get(text).stream()
        .max(Comparator.comparingDouble(Likelihood::probability))
        .orElseThrow();
  }
}
