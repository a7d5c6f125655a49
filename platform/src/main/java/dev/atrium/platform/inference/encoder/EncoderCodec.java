package dev.atrium.platform.inference.encoder;

/** An encoder's language. Any thread. */
public interface EncoderCodec extends AutoCloseable {

  /** The tokens of a text, with those that the model expects before and behind it. */
  int[] encode(String text);

  @Override
  default void close() {}
}
