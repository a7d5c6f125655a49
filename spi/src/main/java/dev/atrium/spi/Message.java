package dev.atrium.spi;

/** One message of a conversation. */
public record Message(Role role, String text) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }
}
