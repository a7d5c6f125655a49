package dev.atrium.platform.conversation;

import java.time.Instant;

/** One message of a conversation. */
public record Utterance(Speaker speaker, String text, Instant at) {
  /** Who said it. */
  public enum Speaker {
    USER,
    ASSISTANT
  }
}
