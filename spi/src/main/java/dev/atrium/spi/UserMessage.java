package dev.atrium.spi;

/**
 * What the end user wrote.
 *
 * @param text not blank, at most {@value #MAX_CHARACTERS} characters
 */
public record UserMessage(String text) {
  public static final int MAX_CHARACTERS = 32_768;

  public UserMessage {
    if (text.isBlank() || text.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "A message has 1 to " + MAX_CHARACTERS + " characters that are not all blank.");
    }
  }
}
