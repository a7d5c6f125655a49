package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own client from npm, unmodified. */
class OpenAiClientTest {
  private static GatewayFixture server;

  @BeforeAll
  static void start() throws Exception {
    NodeScripts.install();
    server = new GatewayFixture();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "completion.mjs",
        "streaming.mjs",
        "errors.mjs",
        "capacity.mjs",
        "completions.mjs",
        "tools.mjs",
        "choices.mjs",
        "embeddings.mjs",
        "responses.mjs"
      })
  void theClientIsContent(String script) throws Exception {
    NodeScripts.pass(script, environment());
  }

  @Test
  void anAbortReachesTheTenantAtOnce() throws Exception {
    server.tenant.cancelled.clear();
    server.tenant.closed.clear();

    NodeScripts.pass("abort.mjs", environment());

    var streamed = server.tenant.closed.poll(5, TimeUnit.SECONDS);
    assertThat(streamed.aborted()).isTrue();
    assertThat(streamed.deliveredTokens()).isGreaterThanOrEqualTo(3);
    assertThat(server.tenant.cancelled.poll(5, TimeUnit.SECONDS)).isEqualTo(streamed.callId());
    var whole = server.tenant.closed.poll(5, TimeUnit.SECONDS);
    assertThat(whole.aborted()).isTrue();
    assertThat(whole.deliveredTokens()).isZero();
  }

  private static Map<String, String> environment() {
    return Map.of(
        "ATRIUM_URL",
        server.url(""),
        "ATRIUM_KEY",
        GatewayFixture.KEY,
        "ATRIUM_MODEL",
        "echo",
        "ATRIUM_LONG_MODEL",
        "endless");
  }
}
