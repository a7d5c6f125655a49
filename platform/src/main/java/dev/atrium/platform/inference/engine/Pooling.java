package dev.atrium.platform.inference.engine;

/** How the states of a text's tokens become one vector. */
public enum Pooling {
  /** Their mean. */
  MEAN,
  /** The last token's. */
  LAST,
  /** The first token's; encoders only, whose first token sees the whole text. */
  FIRST
}
