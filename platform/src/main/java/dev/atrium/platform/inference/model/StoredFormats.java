package dev.atrium.platform.inference.model;

import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import java.util.Optional;

/**
 * The number formats that a checkpoint was quantized to, by group of layers; empty = as it came
 * from training.
 *
 * @param attention q, k, v, o of all layers
 * @param feedForward gate, up, down of all layers
 * @param output the output layer
 */
public record StoredFormats(
    Optional<Precision> attention, Optional<Precision> feedForward, Optional<Precision> output) {

  /** Nothing is quantized. */
  public static final StoredFormats NONE =
      new StoredFormats(Optional.empty(), Optional.empty(), Optional.empty());
}
