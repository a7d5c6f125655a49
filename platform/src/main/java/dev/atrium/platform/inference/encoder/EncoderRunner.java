package dev.atrium.platform.inference.encoder;

import java.util.List;

/**
 * Computes batches. One thread makes, uses and closes it. What comes of a row never depends on the
 * other rows.
 */
public interface EncoderRunner extends AutoCloseable {

  /**
   * A text's tokens.
   *
   * @param work what is made of it
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one batch, read once
  record Row(int[] tokens, EncoderWork work) {}

  /**
   * Computes rows.
   *
   * @param length to which all are padded; none is longer
   * @return for each row its vector, or for {@link EncoderWork#CLASSES} the probability of each
   *     class
   */
  List<float[]> run(List<Row> rows, int length);

  @Override
  void close();
}
