package dev.atrium.platform.database;

import dev.atrium.platform.failure.AtriumException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * Where the database is and the credentials of its owner.
 *
 * @param query the URL's parameters as they stand, for example {@code sslmode=require}; may be
 *     empty
 */
public record DatabaseAddress(
    String host, int port, String database, String owner, String password, String query) {
  private static final int DEFAULT_PORT = 5432;

  /**
   * Reads {@code postgresql://owner:password@host:port/database?sslmode=…}.
   *
   * @throws AtriumException {@code invalid_database_url}; its message never repeats the URL, which
   *     holds a password
   */
  public static DatabaseAddress parse(String url) {
    try {
      var uri = new URI(url.strip().replaceFirst("^jdbc:", ""));
      var scheme = String.valueOf(uri.getScheme());
      if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
        throw invalid("it starts with postgresql://");
      }
      var path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
      if (uri.getHost() == null || path.isEmpty()) {
        throw invalid("it names a host and a database");
      }
      var user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      var colon = user.indexOf(':');
      if (colon < 1) {
        throw invalid("it names the owner and his password");
      }
      var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      var owner = decode(user.substring(0, colon));
      var password = decode(user.substring(colon + 1));
      return new DatabaseAddress(uri.getHost(), port, path, owner, password, query);
    } catch (URISyntaxException malformed) {
      throw invalid("special characters in the password are percent-encoded");
    }
  }

  /** For drivers of the JDK, without credentials. */
  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + database
        + (query.isEmpty() ? "" : "?" + query);
  }

  /** The credentials for drivers of the JDK; never logged. */
  public Properties jdbcProperties() {
    var properties = new Properties();
    properties.setProperty("user", owner);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "atrium");
    return properties;
  }

  /** The address for clients that take a URI without credentials. */
  String clientUri() {
    return jdbcUrl().substring("jdbc:".length());
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return owner + "@" + host + ":" + port + "/" + database;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static AtriumException invalid(String rule) {
    return AtriumException.caller(
        "invalid_database_url",
        "The database URL is wrong: " + rule + ", as in postgresql://owner:password@host/atrium.");
  }
}
