package dev.atrium.platform.plugin.outside;

import dev.atrium.platform.plugin.loading.Permission;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.HttpOut;
import dev.atrium.spi.Secrets;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The installation's secrets and its way out by HTTP, lent to turns within their permissions.
 *
 * @param secrets a folder of files: {@code <tenant>/<name>}, else {@code <name>}
 */
public record Outside(HttpClient client, Optional<Path> secrets) {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Secrets as files of a folder, as Kubernetes mounts them; it need not exist. */
  public static Outside withSecrets(Path folder) {
    return new Outside(newClient(), Optional.of(folder));
  }

  public static Outside withoutSecrets() {
    return new Outside(newClient(), Optional.empty());
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  public Secrets secrets(TenantId tenant, Set<Permission> granted) {
    return new TurnSecrets(secrets, tenant, granted);
  }

  /**
   * @param left what is left of the turn's time
   */
  public HttpOut http(Set<Permission> granted, Supplier<Duration> left) {
    return new TurnHttp(client, granted, left);
  }
}
