package dev.atrium.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a whole server under load at random moments, and compares the ledger with what its clients
 * received, row by row. How many moments is told by the system property {@code atrium.kills}.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("atrium.kills", 3);
  private static final long SEED = Long.getLong("atrium.kills.seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final String TENANT = "harbor-bank";
  private static final String QUESTION =
      """
      {"model": "default", "stream": true, "stream_options": {"include_usage": true},
       "max_tokens": %d, "messages": [{"role": "user", "content": "Tell me of card %d."}]}
      """;

  private final Random random = new Random(SEED);
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * What a client received of a call.
   *
   * @param pieces of text; each is a token or more
   * @param generated as the answer's end tells it, if the end came
   */
  private record Seen(String call, int pieces, OptionalInt generated) {}

  @Test
  void killedAtAnyMoment_losesNoCallAndCountsNoneTwice(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    var server = DoomedServer.start(data);
    var key = key(server.report());
    var operatorKey = server.report().get("operatorKey").asText();
    int cutOff = 0;
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        var begun = Instant.now();
        var lost = new AtomicInteger();
        var seen = loadUntilKilled(server, key, lost);
        server = DoomedServer.start(data);
        var rows = rows(server, key, begun);
        var what = "kill %d of %d, seed %d".formatted(kill, KILLS, SEED);
        cutOff += compare(what, seen, rows);
        assertThat(rows.size()).as(what).isLessThanOrEqualTo(seen.size() + lost.get());
      }
      assertThat(cutOff).as("calls that were cut off").isPositive();
      var checked = get(server, "/v1/operator/ledger/check", operatorKey);
      assertThat(checked.get("differences")).isEmpty();
    } finally {
      server.stop();
    }
  }

  /**
   * Compares each call with its row.
   *
   * @return how many were cut off
   */
  private static int compare(String what, List<Seen> seen, Map<String, JsonNode> rows) {
    int cutOff = 0;
    for (var call : seen) {
      assertThat(rows).as(what).containsKey(call.call());
      var row = rows.get(call.call());
      int generated = row.get("generatedTokens").asInt();
      assertThat(generated).as(what + " " + row).isGreaterThanOrEqualTo(call.pieces());
      if (call.generated().isPresent() && row.get("status").asText().equals("completed")) {
        assertThat(generated).as(what + " " + row).isEqualTo(call.generated().getAsInt());
        assertThat(row.get("deliveredTokens").asInt()).isLessThanOrEqualTo(generated);
      }
      cutOff += call.generated().isPresent() ? 0 : 1;
    }
    return cutOff;
  }

  /** Asks on many connections until the server is gone; counts those that heard nothing. */
  private List<Seen> loadUntilKilled(DoomedServer server, String key, AtomicInteger lost)
      throws InterruptedException {
    var seen = Collections.synchronizedList(new ArrayList<Seen>());
    var firstAnswer = new CountDownLatch(1);
    var moment = random.nextInt(1_500);
    var seeds = random.ints(CLIENTS).toArray();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor();
        var clock = Executors.newSingleThreadScheduledExecutor()) {
      for (var seed : seeds) {
        clients.submit(
            () -> {
              var own = new Random(seed);
              while (ask(server, key, own, seen, firstAnswer)) {
                // until it is gone
              }
              lost.incrementAndGet();
            });
      }
      firstAnswer.await();
      clock.schedule(server::kill, moment, TimeUnit.MILLISECONDS);
    }
    return seen;
  }

  /** One call; false if there is nobody any more. */
  private boolean ask(
      DoomedServer server, String key, Random own, List<Seen> seen, CountDownLatch firstAnswer) {
    var body = QUESTION.formatted(1 + own.nextInt(60), own.nextInt(1_000));
    var request =
        request(server, "/v1/chat/completions", key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofLines());
      assertThat(response.statusCode()).isEqualTo(200);
      firstAnswer.countDown();
      var call = received(response);
      seen.add(call);
      return call.generated().isPresent();
    } catch (IOException gone) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Seen received(HttpResponse<Stream<String>> response) {
    var call = response.headers().firstValue("x-request-id").orElseThrow();
    var pieces = new AtomicInteger();
    var generated = new AtomicInteger(-1);
    try (var lines = response.body()) {
      lines
          .filter(line -> line.startsWith("data: {"))
          .map(line -> NodeUnderTest.parse(line.substring("data: ".length())))
          .forEach(
              event -> {
                if (!event.at("/choices/0/delta/content").asText().isEmpty()) {
                  pieces.incrementAndGet();
                }
                if (event.path("usage").isObject()) {
                  generated.set(event.at("/usage/completion_tokens").asInt());
                }
              });
    } catch (UncheckedIOException cut) {
      return new Seen(call, pieces.get(), OptionalInt.empty());
    }
    return new Seen(
        call,
        pieces.get(),
        generated.get() < 0 ? OptionalInt.empty() : OptionalInt.of(generated.get()));
  }

  private Map<String, JsonNode> rows(DoomedServer server, String key, Instant since)
      throws Exception {
    var rows = new HashMap<String, JsonNode>();
    for (var row : get(server, "/v1/usage?rows=1000&from=" + since, key).get("rows")) {
      assertThat(rows.put(row.get("callId").asText(), row)).as("a second row").isNull();
    }
    return rows;
  }

  private JsonNode get(DoomedServer server, String path, String key) throws Exception {
    var response = client.send(request(server, path, key).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return NodeUnderTest.parse(response.body());
  }

  private static HttpRequest.Builder request(DoomedServer server, String path, String key) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Authorization", "Bearer " + key);
  }

  private static String key(JsonNode report) {
    for (var tenant : report.get("tenants")) {
      if (tenant.get("id").asText().equals(TENANT)) {
        return tenant.get("apiKey").asText();
      }
    }
    throw new AssertionError("no key in " + report);
  }
}
