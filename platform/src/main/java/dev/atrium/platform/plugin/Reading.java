package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import java.util.List;
import java.util.Optional;

/**
 * What a model made of texts.
 *
 * @param numbers of each text: its vector, or how likely each class is
 * @param labels of the classes; none for vectors
 * @param tokens that were read
 * @param model the model's id and version
 * @param engineMillis from submission to the model to its end, queueing included
 * @param failure why it broke off, if it did; what it read is counted all the same
 */
public record Reading(
    List<float[]> numbers,
    List<String> labels,
    int tokens,
    String model,
    long engineMillis,
    Optional<AtriumException> failure) {
  public Reading {
    numbers = List.copyOf(numbers);
    labels = List.copyOf(labels);
  }
}
