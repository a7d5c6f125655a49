package dev.atrium.platform.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atrium.platform.failure.AtriumException;
import java.util.regex.Pattern;

/**
 * The identity of a tenant. Every call, query, file and address that belongs to a tenant carries
 * one; there is no "no tenant" value.
 *
 * @param value 2 to 40 characters of {@code a-z}, {@code 0-9} and {@code -}, first a letter or
 *     digit
 */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,39}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw AtriumException.caller(
          "invalid_tenant_id",
          "A tenant id has 2 to 40 characters of a-z, 0-9 and '-', the first a letter or digit.");
    }
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
