package dev.atrium.platform.plugin.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.atrium.platform.plugin.loading.Permission;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.HttpAnswer;
import dev.atrium.spi.HttpCall;
import dev.atrium.spi.ScenarioException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");

  @TempDir Path folder;
  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer server;
  private Outside outside;

  @BeforeEach
  void start() throws IOException {
    outside = Outside.withSecrets(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body =
              switch (exchange.getRequestURI().getPath()) {
                case "/large" -> "x".repeat(2 << 20);
                case "/moved" -> {
                  exchange.getResponseHeaders().add("Location", "http://elsewhere.example/");
                  yield "moved";
                }
                default ->
                    exchange.getRequestMethod()
                        + new String(
                            exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
              };
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            await();
          }
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.equals("moved") ? 302 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    never.countDown();
    server.stop(0);
  }

  private void await() {
    try {
      never.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void http_grantedHost_answers() throws InterruptedException {
    var answer = http("127.0.0.1:" + port(), HttpCall.postJson(uri("/"), "{}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("POST{}");
  }

  @Test
  void http_redirect_isNotFollowed() throws InterruptedException {
    assertThat(http("127.0.0.1:" + port(), HttpCall.get(uri("/moved"))).status()).isEqualTo(302);
  }

  @Test
  void http_otherHostOrPort_isRefused() {
    assertRefused("127.0.0.1", HttpCall.get(uri("/")), "does not declare requests");
    assertRefused("example.com", HttpCall.get(uri("/")), "does not declare requests");
    assertRefused("127.0.0.1", HttpCall.get(URI.create("file:///etc/passwd")), "does not declare");
  }

  @Test
  void http_lateOrLargeAnswer_isRefused() {
    var slow = new HttpCall("GET", uri("/slow"), Map.of(), "", Duration.ofMillis(200));
    assertRefused("127.0.0.1:" + port(), slow, "did not answer in time");
    assertRefused("127.0.0.1:" + port(), HttpCall.get(uri("/large")), "failed");
  }

  @Test
  void secret_granted_isTheTenantsElseTheInstallations() throws IOException {
    Files.writeString(folder.resolve("crm"), "for all\n");
    Files.writeString(Files.createDirectory(folder.resolve("bank")).resolve("crm"), "for bank\n");
    var granted = Set.of(new Permission(Permission.Kind.SECRET, "crm"));
    assertThat(outside.secrets(BANK, granted).secret("crm")).contains("for bank");
    assertThat(outside.secrets(SHOP, granted).secret("crm")).contains("for all");
    assertThatThrownBy(() -> outside.secrets(BANK, Set.of()).secret("crm"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("does not declare the secret crm");
  }

  private void assertRefused(String granted, HttpCall call, String words) {
    assertThatThrownBy(() -> http(granted, call))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(words);
  }

  private HttpAnswer http(String granted, HttpCall call) throws InterruptedException {
    return outside
        .http(Set.of(new Permission(Permission.Kind.HTTP, granted)), () -> Duration.ofSeconds(20))
        .send(call);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  private int port() {
    return server.getAddress().getPort();
  }
}
