package dev.atrium.platform.webhook;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.webhook.DeliveryTable.Due;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events as CloudEvents, signed as the Standard Webhooks specification has it. Whatever is
 * not answered with 2xx within ten seconds comes again, later each time, for two days. Any number
 * of couriers may work side by side. Used on one context.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int GONE = 410;
  private static final Duration LONGEST_WISH = Duration.ofHours(1);
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofHours(24));

  private final Vertx vertx;
  private final DeliveryTable table;
  private final TargetPolicy policy;
  private final InstantSource clock;
  private final HttpClient client;
  private boolean busy;

  Courier(Vertx vertx, Database database, TargetPolicy policy, InstantSource clock) {
    this.vertx = vertx;
    this.table = new DeliveryTable(database);
    this.policy = policy;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(PATIENCE_MILLIS).setKeepAlive(false));
  }

  /**
   * Delivers what is due; does nothing while the last round goes on.
   *
   * @param usage whether hours that are over are noted first
   */
  Future<Void> round(boolean usage) {
    if (busy) {
      return Future.succeededFuture();
    }
    busy = true;
    var noted = usage ? table.noteUsage(clock.instant()) : Future.<Void>succeededFuture();
    return noted
        .compose(done -> table.claim(clock.instant()))
        .compose(due -> Future.join(due.stream().map(this::deliver).toList()))
        .onFailure(away -> LOG.debug("Webhooks wait: {}", away.getMessage()))
        .onComplete(ended -> busy = false)
        .mapEmpty();
  }

  private Future<Void> deliver(Due due) {
    var target = URI.create(due.url());
    return vertx
        .executeBlocking(() -> policy.resolve(target), false)
        .compose(address -> send(due, target, address))
        .compose(response -> settle(due, response))
        .recover(failure -> putOff(due, reason(failure), Duration.ZERO));
  }

  private Future<HttpClientResponse> send(Due due, URI target, InetAddress address) {
    boolean encrypted = target.getScheme().equals("https");
    int port = target.getPort() >= 0 ? target.getPort() : encrypted ? 443 : 80;
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(target.getHost())
            .setPort(port)
            .setSsl(encrypted)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setURI(path(target))
            .setTimeout(PATIENCE_MILLIS)
            .setIdleTimeout(PATIENCE_MILLIS)
            .setFollowRedirects(false);
    var body = body(due);
    long timestamp = clock.instant().getEpochSecond();
    return client
        .request(options)
        .compose(
            request ->
                request
                    .putHeader("content-type", "application/cloudevents+json")
                    .putHeader("user-agent", "Atrium")
                    .putHeader("webhook-id", due.event())
                    .putHeader("webhook-timestamp", Long.toString(timestamp))
                    .putHeader(
                        "webhook-signature",
                        Signature.of(due.secret(), due.event(), timestamp, body))
                    .send(body));
  }

  private static String path(URI target) {
    var path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
  }

  /** A CloudEvent in its JSON form. */
  private static String body(Due due) {
    var event =
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", due.event())
            .put("source", "urn:atrium:tenant:" + due.tenant())
            .put("type", due.type())
            .put("time", due.happened().toString())
            .put("datacontenttype", "application/json")
            .put("data", due.data());
    due.subject().ifPresent(subject -> event.put("subject", subject));
    return event.encode();
  }

  /** Nobody reads what a receiver says beyond its status. */
  private Future<Void> settle(Due due, HttpClientResponse response) {
    int status = response.statusCode();
    var wish = wish(response);
    response.request().connection().close();
    var now = clock.instant();
    if (status >= 200 && status < 300) {
      return table.delivered(due, now, "answered " + status);
    }
    if (status == GONE) {
      return table
          .disable(due, now)
          .compose(disabled -> table.failed(due, "answered 410: disabled", Optional.empty()));
    }
    return putOff(due, "answered " + status, wish);
  }

  /** How long a receiver asks to be left alone. */
  private static Duration wish(HttpClientResponse response) {
    var header = Optional.ofNullable(response.getHeader("retry-after"));
    var seconds = header.filter(text -> text.matches("[0-9]{1,6}")).map(Long::parseLong).orElse(0L);
    var wish = Duration.ofSeconds(seconds);
    return wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
  }

  private Future<Void> putOff(Due due, String outcome, Duration wish) {
    if (due.attempt() > PAUSES.size()) {
      LOG.warn("Gave up telling a webhook after {} attempts: {}", due.attempt(), due);
      return table.failed(due, outcome + "; given up", Optional.empty());
    }
    return table.failed(due, outcome, Optional.of(next(due.attempt(), wish)));
  }

  /** Later each time, and not all at once. */
  private Instant next(int attempt, Duration wish) {
    var pause = PAUSES.get(attempt - 1);
    var jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 5 + 1);
    var longer = pause.compareTo(wish) > 0 ? pause : wish;
    return clock.instant().plus(longer).plusMillis(jitter);
  }

  /** Says nothing of what stands at the other end of a connection that failed. */
  private static String reason(Throwable failure) {
    return failure instanceof AtriumException refused
        ? String.valueOf(refused.getMessage())
        : "no answer";
  }
}
