package dev.atrium.platform.gateway.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** A parameter of an operation in its path, query or headers. */
public final class Parameter {
  /** Where a parameter stands. */
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }

  private final String name;
  private final Place place;
  private final boolean whole;
  private final JsonSchema schema;

  Parameter(String name, Place place, boolean whole, JsonSchema schema) {
    this.name = name;
    this.place = place;
    this.whole = whole;
    this.schema = schema;
  }

  public String name() {
    return name;
  }

  public Place place() {
    return place;
  }

  /** What is wrong with a value, if anything. */
  public Optional<Violation> check(String value) {
    var node = JsonNodeFactory.instance;
    if (!whole) {
      return firstOf(schema.validate(node.textNode(value)));
    }
    try {
      return firstOf(schema.validate(node.numberNode(Long.parseLong(value))));
    } catch (NumberFormatException notANumber) {
      return Optional.of(
          new Violation(name, "invalid_type", "'" + name + "' must be a whole number."));
    }
  }

  private Optional<Violation> firstOf(Set<ValidationMessage> messages) {
    return messages.stream()
        .min(Comparator.comparing(ValidationMessage::getType))
        .map(message -> Violations.of(message, name));
  }
}
