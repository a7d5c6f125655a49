package dev.atrium.platform.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.tenancy.Principal;
import dev.atrium.platform.tenancy.Role;
import dev.atrium.platform.tenancy.Scope;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A gateway on the real mesh before an {@link EchoTenant}, and clients for it. */
final class GatewayFixture implements AutoCloseable {
  static final String KEY = "key-of-echo";
  static final TenantId TENANT = new TenantId("echo");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final Vertx vertx = Vertx.vertx();
  final EchoTenant tenant = new EchoTenant(TENANT);
  final Map<String, String> problems = new ConcurrentHashMap<>();
  final Gateway gateway;
  private final Supervisor supervisor = new Supervisor(vertx);
  private Optional<Future<Void>> started = Optional.empty();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  GatewayFixture() {
    this(GatewayOptions.of("127.0.0.1", 0, Optional.empty()));
  }

  GatewayFixture(GatewayOptions options) {
    var mesh = Mesh.on(vertx);
    var parts =
        new GatewayParts(
            mesh,
            GatewayFixture::authenticate,
            this::ensure,
            List.of(new HealthCheck("engine", () -> Optional.ofNullable(problems.get("engine")))),
            () -> "# HELP up\nup 1\n");
    gateway = await(Gateway.start(vertx, options, parts));
  }

  /** Deploys the tenant on first use, as a node does. */
  private synchronized Future<Void> ensure(TenantId id) {
    if (started.isEmpty()) {
      started = Optional.of(supervisor.start(() -> tenant, new DeploymentOptions()));
    }
    return started.get();
  }

  static GatewayFixture withConsole(Path folder) {
    return new GatewayFixture(GatewayOptions.of("127.0.0.1", 0, Optional.of(folder)));
  }

  private static Future<Principal> authenticate(String bearer) {
    if (bearer.startsWith("role-")) {
      var role = Role.of(bearer.substring("role-".length())).orElseThrow();
      return Future.succeededFuture(new Principal(TENANT, "key-2", role, Optional.empty()));
    }
    if (bearer.startsWith("scope-")) {
      var scope = Scope.of(bearer.substring("scope-".length())).orElseThrow();
      return Future.succeededFuture(new Principal(TENANT, "key-3", Set.of(scope)));
    }
    return bearer.equals(KEY)
        ? Future.succeededFuture(new Principal(TENANT, "key-1"))
        : Future.failedFuture(AtriumException.caller("invalid_api_key", "The key is unknown."));
  }

  String url(String path) {
    return "http://127.0.0.1:" + gateway.port() + path;
  }

  Socket socket() throws IOException {
    var socket = new Socket("127.0.0.1", gateway.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path)))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + KEY);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new AssertionError("No JSON: " + text, malformed);
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    client.shutdownNow();
    await(gateway.stop());
    await(vertx.close());
  }
}
