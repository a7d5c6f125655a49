package dev.atrium.platform.inference.remote;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.remote.RemoteModel.Endpoint;
import dev.atrium.platform.inference.remote.RemoteModel.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One exchange with one endpoint. Used on one context. */
final class RemoteCall {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int LONGEST_RETRY_AFTER = 60;

  private final Vertx vertx;
  private final Patience patience;
  private final RemoteAnswer answer;
  private final Promise<Outcome> outcome = Promise.promise();
  private Optional<HttpClientRequest> running = Optional.empty();
  private long timer = -1;

  /** How an exchange came out. */
  sealed interface Outcome {
    /** The answer is whole. */
    record Complete() implements Outcome {}

    /**
     * There is no answer, and the endpoint has surely computed none: it may be asked again.
     *
     * @param retryAfter as the endpoint asked; zero if it did not
     */
    record NotDone(String why, Duration retryAfter) implements Outcome {}

    /** The request itself is refused; no endpoint would take it. */
    record Refused(AtriumException why) implements Outcome {}

    /** The answer broke off, or nobody knows whether it was computed: never to be asked again. */
    record Broken(String why) implements Outcome {}

    /** The caller gave it up. */
    record GivenUp() implements Outcome {}
  }

  RemoteCall(Vertx vertx, Patience patience, int choices, Consumer<GenerationPiece> sink) {
    this.vertx = vertx;
    this.patience = patience;
    this.answer = new RemoteAnswer(choices, sink);
  }

  RemoteAnswer answer() {
    return answer;
  }

  /** Asks the endpoint. Never fails. */
  Future<Outcome> run(
      HttpClient client, Endpoint endpoint, GenerationRequest request, Map<String, String> keys) {
    Buffer body;
    String key;
    try {
      body = RemoteRequest.body(request, endpoint.model());
      key = endpoint.key(request.tenant(), keys);
    } catch (AtriumException refused) {
      return Future.succeededFuture(new Outcome.Refused(refused));
    }
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(endpoint.url() + "/chat/completions")
            .setConnectTimeout(patience.connect().toMillis())
            .putHeader("content-type", "application/json")
            .putHeader("accept", "text/event-stream");
    if (!key.isEmpty()) {
      options.putHeader("authorization", "Bearer " + key);
    }
    client
        .request(options)
        .onFailure(unreached -> finish(notDone("it cannot be reached")))
        .onSuccess(connected -> send(connected, body));
    return outcome.future();
  }

  /** Gives the exchange up. */
  void cancel() {
    if (outcome.tryComplete(new Outcome.GivenUp())) {
      stop();
    }
  }

  private void send(HttpClientRequest request, Buffer body) {
    if (outcome.future().isComplete()) {
      request.reset();
      return;
    }
    running = Optional.of(request);
    watch(patience.answer());
    request
        .send(body)
        .onFailure(lost -> finish(new Outcome.Broken("the connection was lost")))
        .onSuccess(this::received);
  }

  private void received(HttpClientResponse response) {
    int status = response.statusCode();
    if (status == 200 && isStream(response)) {
      read(response);
    } else if (status == TOO_MANY_REQUESTS || status >= 500) {
      finish(new Outcome.NotDone("it answered %d".formatted(status), retryAfter(response)));
      stop();
    } else if (status == 200) {
      finish(new Outcome.Broken("it did not stream"));
      stop();
    } else {
      finish(new Outcome.Refused(refusal(status)));
      stop();
    }
  }

  private void read(HttpClientResponse response) {
    var events = new SentEventReader(this::take, malformed -> breakOff("it sent no events"));
    response.exceptionHandler(lost -> finish(new Outcome.Broken("the stream broke off")));
    response.endHandler(
        end ->
            finish(
                answer.complete()
                    ? new Outcome.Complete()
                    : new Outcome.Broken("the stream ended too soon")));
    response.handler(
        piece -> {
          if (!outcome.future().isComplete()) {
            watch(patience.stall());
            events.handle(piece);
          }
        });
  }

  private void take(String data) {
    if (!outcome.future().isComplete() && !answer.take(data)) {
      breakOff("it sent what is no chat completion");
    }
  }

  private void breakOff(String why) {
    finish(new Outcome.Broken(why));
    stop();
  }

  /** Starts to wait anew. */
  private void watch(Duration longest) {
    vertx.cancelTimer(timer);
    timer = vertx.setTimer(longest.toMillis(), late -> breakOff("it fell silent"));
  }

  private void finish(Outcome how) {
    if (outcome.tryComplete(how)) {
      vertx.cancelTimer(timer);
    }
  }

  private void stop() {
    vertx.cancelTimer(timer);
    running.ifPresent(HttpClientRequest::reset);
  }

  private static Outcome notDone(String why) {
    return new Outcome.NotDone(why, Duration.ZERO);
  }

  private static boolean isStream(HttpClientResponse response) {
    return String.valueOf(response.getHeader("content-type")).startsWith("text/event-stream");
  }

  private static Duration retryAfter(HttpClientResponse response) {
    var seconds = String.valueOf(response.getHeader("retry-after"));
    return seconds.matches("\\d{1,4}")
        ? Duration.ofSeconds(Math.min(LONGEST_RETRY_AFTER, Integer.parseInt(seconds)))
        : Duration.ZERO;
  }

  /** What it said may hold what must not be told; the status is enough. */
  private static AtriumException refusal(int status) {
    return status == 401 || status == 403
        ? AtriumException.outside(
            "remote_credentials_refused", "The remote model refuses this tenant's credentials.")
        : AtriumException.caller(
            "remote_refused", "The remote model refuses the request (%d).".formatted(status));
  }
}
