package dev.atrium.platform.inference.remote;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A model that runs elsewhere.
 *
 * @param name as tenants name it
 * @param contextTokens prompt and answer together, for what calls reserve
 * @param endpoints in the order in which they are tried
 * @param attempts at each endpoint, the first included
 */
public record RemoteModel(
    String name, int contextTokens, List<Endpoint> endpoints, int attempts, Patience patience) {
  /** Nobody tells us which weights answer. */
  public static final String VERSION = "remote";

  public RemoteModel {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * Where it runs.
   *
   * @param url up to and with its version, such as {@code https://api.example.com/v1}
   * @param model its name there
   * @param credentials by tenant, {@code default} for all others: {@code env:NAME}, {@code
   *     file:PATH} or {@code none}
   */
  public record Endpoint(String url, String model, Map<String, String> credentials) {
    private static final String OTHERS = "default";

    public Endpoint {
      credentials = Map.copyOf(credentials);
    }

    /**
     * The key that a tenant's calls carry, read anew for each call; empty = none.
     *
     * @throws AtriumException {@code remote_credentials_missing}
     */
    String key(TenantId tenant, Map<String, String> environment) {
      var source = credentials.getOrDefault(tenant.value(), credentials.getOrDefault(OTHERS, ""));
      if (source.equals("none")) {
        return "";
      }
      var key = source.startsWith("env:") ? environment.get(source.substring(4)) : file(source);
      if (key == null || key.isBlank()) {
        throw missing();
      }
      return key.strip();
    }

    private static String file(String source) {
      if (!source.startsWith("file:")) {
        throw missing();
      }
      try {
        return Files.readString(Path.of(source.substring(5)));
      } catch (IOException unreadable) {
        throw missing();
      }
    }

    private static AtriumException missing() {
      return AtriumException.outside(
          "remote_credentials_missing", "There are no credentials of this tenant for the model.");
    }
  }

  /**
   * How long is waited.
   *
   * @param connect for a connection
   * @param answer for the first piece of the answer
   * @param stall between two pieces
   */
  public record Patience(Duration connect, Duration answer, Duration stall) {
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30));
  }
}
