package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.CallClosed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good, or write their HTTP themselves. */
class HostileClientTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: a\r\n";
  private static final String CHAT =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
          + GatewayFixture.KEY
          + "\r\nContent-Type: application/json\r\n";
  private static GatewayFixture server;

  @BeforeAll
  static void start() {
    var limits =
        new ClientLimits(
            1 << 16, 8 << 10, Duration.ofMillis(400), 256 << 10, Duration.ofMillis(400));
    var options = GatewayOptions.of("127.0.0.1", 0, Optional.empty()).withClients(limits);
    server = new GatewayFixture(options.withDrain(Duration.ofMillis(300)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.tenant.cancelled.clear();
    server.tenant.closed.clear();
  }

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    try (var socket = server.socket()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aHeadThatComesByteByByteIsCutOff() throws Exception {
    try (var socket = server.socket()) {
      assertThat(drip(socket, LIVE + "X-Slow: " + "y".repeat(4000))).isLessThan(4000);
    }
  }

  @Test
  void aConnectionMayBeUsedAgainButNotKeptForNothing() throws Exception {
    try (var socket = server.socket()) {
      write(socket, LIVE + "\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 200");
      write(socket, LIVE + "\r\n");

      assertThat(rest(socket)).contains("HTTP/1.1 200");
    }
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
    try (var socket = server.socket()) {
      write(socket, CHAT + "Content-Length: 100\r\n\r\n{");

      assertThat(rest(socket)).startsWith("HTTP/1.1 408").contains("body_too_slow");
    }
  }

  @Test
  void aClientThatWaitsForLeaveToSendGetsIt() throws Exception {
    var body = ChatCompletionTest.body("echo", "a", "");
    try (var socket = server.socket()) {
      write(socket, CHAT + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 100");
      write(socket, body);

      assertThat(head(socket)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOffAndItsCallStopped() throws Exception {
    var body = ChatCompletionTest.body("flood", "a", ",\"stream\":true");
    try (var socket = server.socket()) {
      write(socket, CHAT + "Content-Length: " + body.length() + "\r\n\r\n" + body);

      assertThat(server.tenant.cancelled.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(server.tenant.closed.poll(5, TimeUnit.SECONDS)).matches(CallClosed::aborted);
    }
  }

  @Test
  void aFloodOfHeadersIsRefused() throws Exception {
    assertThat(answer(LIVE + "X-Flood: y\r\n".repeat(2000) + "\r\n")).contains(" 431 ");
    assertThat(answer("GET /" + "y".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .contains(" 414 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nBad Header\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\n"
            + "Content-Length: 5\r\n"
            + "Content-Length: 6\r\n\r\n"
            + "abcdef",
        "POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void garbageIsRefusedAndItsConnectionClosed(String garbage) throws Exception {
    var answer = answer(garbage);

    assertThat(answer).matches("(?s)(HTTP/[0-9.]+ (4\\d\\d|501) .*)?");
  }

  @Test
  void garbageAfterAGoodRequestSpoilsOnlyItself() throws Exception {
    var answer = answer(LIVE + "\r\n" + "\u0001\u0002 nonsense\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("HTTP/1.0 400");
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    var me = "GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + GatewayFixture.KEY;
    var answer = answer(LIVE + "\r\n" + me + "\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer).containsSubsequence("HTTP/1.1 200", "green", "Echo & Sons", "HTTP/1.1 404");
  }

  @Test
  void aLengthBesideChunksSmugglesNothing() throws Exception {
    var smuggled = "0\r\n\r\nGET /v1/me HTTP/1.1\r\nHost: a\r\nX: ";
    var answer =
        answer(
            CHAT
                + "Content-Length: "
                + smuggled.length()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + smuggled
                + "\r\n\r\n");

    assertThat(answer).doesNotContain("Echo & Sons").startsWith("HTTP/1.1 400");
  }

  @Test
  void aBodyRefusedUnreadDoesNotPoisonItsConnection() throws Exception {
    var request = CHAT.replace(GatewayFixture.KEY, "wrong") + "Content-Length: 50000\r\n\r\n";
    try (var socket = server.socket()) {
      write(socket, request);
      assertThat(head(socket)).startsWith("HTTP/1.1 401");
      write(socket, "y".repeat(50_000) + LIVE + "\r\n");

      assertThat(rest(socket)).contains("HTTP/1.1 200");
    }
  }

  /** Writes a byte at a time until the other side closes; returns how many it took. */
  private static int drip(Socket socket, String text) throws IOException {
    socket.setSoTimeout(10);
    int sent = 0;
    try {
      for (byte next : text.getBytes(StandardCharsets.ISO_8859_1)) {
        socket.getOutputStream().write(next);
        sent++;
        if (closed(socket)) {
          return sent;
        }
      }
    } catch (SocketException reset) {
      return sent;
    }
    return sent;
  }

  private static boolean closed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    }
  }

  private static String answer(String request) throws IOException {
    try (var socket = server.socket()) {
      write(socket, request);
      return rest(socket);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** All that comes until the other side closes, by a reset or in peace. */
  private static String rest(Socket socket) {
    var all = new StringBuilder();
    try {
      for (int next = socket.getInputStream().read(); next >= 0; ) {
        all.append((char) next);
        next = socket.getInputStream().read();
      }
    } catch (IOException reset) {
      return all.toString();
    }
    return all.toString();
  }

  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }
}
