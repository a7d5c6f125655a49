package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainTest {
  @Test
  void aStopLetsStreamsInFlightEndAndTakesNoNewOnes() throws Exception {
    try (var server = new GatewayFixture()) {
      var answer = stream(server, "slow", 100);
      assertThat(server.tenant.begun.poll(5, TimeUnit.SECONDS)).isNotNull();

      GatewayFixture.await(server.gateway.stop());

      assertThat(answer.get(5, TimeUnit.SECONDS).body().split("word", -1)).hasSize(101);
      assertThat(answer.get().body()).endsWith("data: [DONE]\n\n");
      assertThat(server.tenant.closed.poll(5, TimeUnit.SECONDS).deliveredTokens()).isEqualTo(100);
      assertThatThrownBy(server::socket).isInstanceOf(ConnectException.class);
    }
  }

  private static CompletableFuture<HttpResponse<String>> stream(
      GatewayFixture server, String model, int words) {
    var body = ChatCompletionTest.body(model, "a", ",\"stream\":true,\"max_tokens\":" + words);
    var request =
        server
            .request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return server.client().sendAsync(request, BodyHandlers.ofString());
  }
}
