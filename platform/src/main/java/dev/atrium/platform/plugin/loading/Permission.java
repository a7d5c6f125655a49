package dev.atrium.platform.plugin.loading;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Something that a plugin asks for in {@code plugin.permissions} and the operator grants.
 *
 * @param name a host, the name of a secret, or the name of a data source
 */
public record Permission(Kind kind, String name) implements Comparable<Permission> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,99}");

  /** What kind of thing it is. */
  public enum Kind {
    /** HTTP requests to a host, or {@code host:port}. */
    HTTP,
    /** Reading a secret. */
    SECRET,
    /** Queries to a data source of the tenant. */
    DATA;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads {@code kind:name}, for example {@code http:api.example.com}. */
  static Permission parse(String text) throws PluginRefused {
    var parts = text.split(":", 2);
    for (var kind : Kind.values()) {
      if (kind.label().equals(parts[0]) && parts.length == 2 && NAME.matcher(parts[1]).matches()) {
        return new Permission(kind, parts[1]);
      }
    }
    throw new PluginRefused(
        "plugin.permissions holds \""
            + text
            + "\"; a permission is http:HOST, secret:NAME or data:NAME.");
  }

  @Override
  public String toString() {
    return kind.label() + ":" + name;
  }

  @Override
  public int compareTo(Permission other) {
    return Comparator.comparing(Permission::kind)
        .thenComparing(Permission::name)
        .compare(this, other);
  }
}
