package dev.atrium.platform.gateway.contract;

/**
 * One thing wrong with a request. Holds no values that the client sent, only names of fields.
 *
 * @param path the field, such as {@code messages[0].content}; empty for the body itself
 * @param code stable, snake_case
 * @param message a sentence for the caller
 */
public record Violation(String path, String code, String message) {
  private static final int LONGEST = 200;

  /** A field or parameter that the contract does not know. */
  public static Violation unknown(String name) {
    var path = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    return new Violation(
        path, "unknown_parameter", "'" + path + "' is not a field that Atrium knows.");
  }
}
