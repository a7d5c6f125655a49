package dev.atrium.platform.inference.encoder;

import dev.atrium.platform.inference.engine.Pooling;

/** What is made of a text. */
public enum EncoderWork {
  /** The mean of its tokens' states. */
  MEAN,
  /** The last token's state. */
  LAST,
  /** The first token's state. */
  FIRST,
  /** How likely each class is. */
  CLASSES;

  static EncoderWork of(Pooling pooling) {
    return switch (pooling) {
      case MEAN -> MEAN;
      case LAST -> LAST;
      case FIRST -> FIRST;
    };
  }
}
