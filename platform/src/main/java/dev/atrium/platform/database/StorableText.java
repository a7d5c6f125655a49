package dev.atrium.platform.database;

/** Text as PostgreSQL can keep it: any but the NUL character, which no text column takes. */
public final class StorableText {
  private StorableText() {}

  /** The text with each NUL replaced by U+FFFD. */
  public static String of(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
