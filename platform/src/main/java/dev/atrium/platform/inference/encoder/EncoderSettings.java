package dev.atrium.platform.inference.encoder;

import java.time.Duration;

/**
 * How texts gather.
 *
 * @param rows texts in a batch at the most
 * @param tokens in a batch at the most, padding included; a longer text has a batch of its own
 * @param delay how long a text waits for others of its length
 * @param queue texts that may wait
 * @param tenantQueue texts of one tenant that may wait
 */
public record EncoderSettings(int rows, int tokens, Duration delay, int queue, int tenantQueue) {
  public static final EncoderSettings DEFAULT =
      new EncoderSettings(32, 4096, Duration.ofMillis(2), 4096, 1024);
}
