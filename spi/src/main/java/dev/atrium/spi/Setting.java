package dev.atrium.spi;

import java.util.List;

/**
 * A setting that a scenario takes from its tenant.
 *
 * @param kind what its text must be
 * @param fallback used where the tenant sets nothing; empty = none
 * @param description for the person who sets it
 * @param choices the texts allowed; empty = any of its kind
 */
public record Setting(
    String name, Kind kind, String fallback, String description, List<String> choices) {
  /** What a setting's text must be. */
  public enum Kind {
    TEXT,
    NUMBER,
    FLAG
  }

  public Setting {
    choices = List.copyOf(choices);
  }

  public static Setting text(String name, String fallback, String description) {
    return new Setting(name, Kind.TEXT, fallback, description, List.of());
  }

  public static Setting number(String name, double fallback, String description) {
    return new Setting(name, Kind.NUMBER, Double.toString(fallback), description, List.of());
  }

  public static Setting flag(String name, boolean fallback, String description) {
    return new Setting(name, Kind.FLAG, Boolean.toString(fallback), description, List.of());
  }

  /** A text out of several. */
  public static Setting choice(
      String name, List<String> choices, String fallback, String description) {
    return new Setting(name, Kind.TEXT, fallback, description, choices);
  }
}
