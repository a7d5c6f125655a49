package dev.atrium.platform.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.inference.remote.RemoteModel.Endpoint;
import dev.atrium.platform.inference.remote.RemoteModel.Patience;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A remote model's actor before servers that misbehave in every way. */
class RemoteModelActorTest {
  private static final TenantId BANK = new TenantId("harbor-bank");
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(3));
  private static final String HELLO =
      """
      data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

      data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}

      data: {"choices":[{"index":0,"delta":{"content":"lo"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      """;
  private static final String END =
      """
      data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5,\
      "prompt_tokens_details":{"cached_tokens":4}}}

      data: [DONE]

      """;

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonObject> bodies = new LinkedBlockingQueue<>();
  private final BlockingQueue<GenerationPiece> pieces = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private InferenceClient inference;

  @BeforeEach
  void join() {
    inference = new InferenceClient(Mesh.on(vertx));
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Starts a server that behaves so at its n-th request, from 1. */
  private String server(BiConsumer<Integer, HttpServerResponse> behaviour) throws Exception {
    HttpServer server =
        vertx.createHttpServer().requestHandler(request -> handle(request, behaviour));
    return "http://127.0.0.1:" + get(server.listen(0, "127.0.0.1")).actualPort() + "/v1";
  }

  private void handle(HttpServerRequest request, BiConsumer<Integer, HttpServerResponse> how) {
    keys.add(String.valueOf(request.getHeader("authorization")));
    request
        .body()
        .onSuccess(
            body -> {
              bodies.add(body.toJsonObject());
              how.accept(asked.incrementAndGet(), request.response());
            });
  }

  private static void stream(HttpServerResponse response, String text) {
    response.putHeader("content-type", "text/event-stream").setChunked(true).write(text);
  }

  private static void answer(HttpServerResponse response) {
    stream(response, HELLO + END);
    response.end();
  }

  private void deploy(Map<String, String> credentials, String... urls) throws Exception {
    var endpoints =
        List.of(urls).stream().map(url -> new Endpoint(url, "there", credentials)).toList();
    var model = new RemoteModel("far", 4096, endpoints, 3, SHORT);
    get(vertx.deployVerticle(new RemoteModelActor(model, Map.of("KEY", "secret"))));
  }

  private void deploy(String... urls) throws Exception {
    deploy(Map.of("default", "env:KEY"), urls);
  }

  private StreamCall<GenerationResult> start(Duration timeout) {
    var prompt = new Prompt.Chat(List.of(new ChatMessage("user", "Hi")));
    var request = new GenerationRequest(BANK, prompt, SamplingParameters.GREEDY, timeout);
    return inference.generate("far", request, pieces::add);
  }

  private GenerationResult ask() throws Exception {
    return get(start(Duration.ofSeconds(15)).done());
  }

  private AtriumException failure() throws Exception {
    try {
      throw new AssertionError(String.valueOf(ask()));
    } catch (ExecutionException failed) {
      return (AtriumException) failed.getCause();
    }
  }

  private String text() {
    var text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  @Test
  void anAnswerIsPassedOnWithItsUsage() throws Exception {
    deploy(server((count, response) -> answer(response)));

    var result = ask();

    assertThat(text()).isEqualTo("Hello");
    assertThat(result.model()).isEqualTo("far@remote");
    assertThat(result.finish()).isEqualTo(FinishReason.STOP);
    assertThat(result.usage()).isEqualTo(new TokenUsage(9, 4, 5));
    assertThat(pieces.stream().mapToInt(GenerationPiece::tokens).sum()).isEqualTo(5);
    assertThat(keys.poll()).isEqualTo("Bearer secret");
    var body = bodies.poll();
    assertThat(body.getString("model")).isEqualTo("there");
    assertThat(body.getJsonObject("stream_options").getBoolean("include_usage")).isTrue();
  }

  @Test
  void eachTenantHasItsOwnCredentials(@TempDir Path folder) throws Exception {
    var secret = Files.writeString(folder.resolve("key"), "of-the-bank\n");
    deploy(
        Map.of("default", "none", BANK.value(), "file:" + secret),
        server((count, response) -> answer(response)));

    ask();

    assertThat(keys.poll()).isEqualTo("Bearer of-the-bank");
  }

  @Test
  void missingCredentialsAreToldBeforeAnythingIsSent() throws Exception {
    deploy(Map.of("default", "env:ABSENT"), server((count, response) -> answer(response)));

    assertThat(failure().code()).isEqualTo("remote_credentials_missing");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void aBusyEndpointIsAskedAgain(int status) throws Exception {
    deploy(
        server(
            (count, response) -> {
              if (count < 3) {
                response.setStatusCode(status).end("busy");
              } else {
                answer(response);
              }
            }));

    assertThat(ask().finish()).isEqualTo(FinishReason.STOP);
    assertThat(asked).hasValue(3);
  }

  @Test
  void anEndpointThatIsAwayIsReplacedByTheNext() throws Exception {
    deploy("http://127.0.0.1:1/v1", server((count, response) -> answer(response)));

    assertThat(ask().finish()).isEqualTo(FinishReason.STOP);
    assertThat(text()).isEqualTo("Hello");
  }

  @Test
  void aStreamThatBreaksOffIsNeverAskedForAgain_andWhatCameIsCounted() throws Exception {
    deploy(
        server(
            (count, response) -> {
              stream(response, HELLO);
              response.reset();
            }));

    var result = ask();

    assertThat(result.failure().orElseThrow().code()).isEqualTo("remote_model_failed");
    assertThat(result.usage().generated()).isEqualTo(2);
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel",
        "data: not json\n\n",
        "data: {\"error\":{\"message\":\"secret\"}}\n\n",
        "data: []\n\n",
        "data: [DONE]\n\n",
        ""
      })
  void halfAndWrongEventsFailTheCallOnce(String sent) throws Exception {
    deploy(
        server(
            (count, response) -> {
              stream(response, sent);
              response.end();
            }));

    var failure = ask().failure().orElseThrow();

    assertThat(failure.code()).isEqualTo("remote_model_failed");
    assertThat(failure.getMessage()).doesNotContain("secret");
    assertThat(asked).hasValue(1);
  }

  @Test
  void anEndpointThatFallsSilentIsGivenUp_andNotAskedAgain() throws Exception {
    deploy(server((count, response) -> stream(response, HELLO)));

    assertThat(ask().failure().orElseThrow().getMessage()).contains("silent");
    assertThat(asked).hasValue(1);
  }

  @Test
  void anEndpointThatNeverAnswersIsGivenUp_andNotAskedAgain() throws Exception {
    deploy(server((count, response) -> {}));

    assertThat(ask().failure().orElseThrow().getMessage()).contains("silent");
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404})
  void aRefusalIsFinal(int status) throws Exception {
    deploy(server((count, response) -> response.setStatusCode(status).end("secret")));

    var failure = failure();

    assertThat(failure.code()).startsWith("remote_");
    assertThat(failure.getMessage()).doesNotContain("secret");
    assertThat(asked).hasValue(1);
  }

  @Test
  void anEndpointThatFailsAgainAndAgainIsLeftAlone() throws Exception {
    deploy(server((count, response) -> response.setStatusCode(503).end()));

    failure();
    failure();
    int before = asked.get();

    assertThat(failure().getMessage()).contains("no endpoint is in service");
    assertThat(asked).hasValue(before);
    assertThat(before).isEqualTo(5);
  }

  @Test
  void theDeadlineEndsACall() throws Exception {
    deploy(server((count, response) -> {}));

    var result = get(start(Duration.ofMillis(100)).done());

    assertThat(result.finish()).isEqualTo(FinishReason.DEADLINE);
  }

  @Test
  void aCancelledCallHangsUp() throws Exception {
    var closed = new LinkedBlockingQueue<String>();
    deploy(
        server(
            (count, response) -> {
              response.exceptionHandler(gone -> closed.add("gone"));
              response.closeHandler(gone -> closed.add("gone"));
              stream(response, HELLO);
            }));
    var call = start(Duration.ofSeconds(15));
    pieces.poll(10, TimeUnit.SECONDS);

    call.cancel("enough");

    assertThat(get(call.done()).finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void callsOfToolsComeInTheFormThatModelsWrite() throws Exception {
    var call =
        """
        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a",\
        "function":{"name":"weather","arguments":"{\\"city\\":"}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,\
        "function":{"arguments":"\\"Kiel\\"}"}}]},"finish_reason":"tool_calls"}]}

        """;
    deploy(
        server(
            (count, response) -> {
              stream(response, call + END);
              response.end();
            }));

    ask();

    assertThat(text())
        .isEqualTo(
            "<tool_call>\n"
                + "{\"name\": \"weather\", \"arguments\": {\"city\":\"Kiel\"}}\n"
                + "</tool_call>");
  }
}
