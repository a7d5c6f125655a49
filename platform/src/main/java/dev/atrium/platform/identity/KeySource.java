package dev.atrium.platform.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.IdentityMessages.Provider;
import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of identity providers, fetched and remembered. A key that a token names and that is not
 * there is looked for anew, so that providers may rotate their keys at any time, but not more often
 * than every half minute. Keys that cannot be fetched again go on being used for an hour.
 */
public final class KeySource {
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration STALE = Duration.ofHours(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int LARGEST = 256 << 10;
  private static final int REMEMBERED = 1_000;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final HttpClient client;
  private final InstantSource clock;
  private final boolean encryptedOnly;
  private final Map<Provider, Known> known = new ConcurrentHashMap<>();

  private record Known(KeySet keys, Instant fetched, Instant looked) {}

  /**
   * @param encryptedOnly whether keys are fetched over TLS alone, as they should be
   */
  public KeySource(Vertx vertx, InstantSource clock, boolean encryptedOnly) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) PATIENCE_MILLIS).setMaxRedirects(0));
    this.clock = clock;
    this.encryptedOnly = encryptedOnly;
  }

  /** The keys of a provider, new ones if the token's is not among those known. */
  Future<KeySet> keys(Provider provider, SignatureCheck.Parts token) {
    if (provider.jwks().isPresent()) {
      return Future.succeededFuture(KeySet.read(json(Buffer.buffer(provider.jwks().get()))));
    }
    var now = clock.instant();
    var before = Optional.ofNullable(known.get(provider));
    boolean usable =
        before
            .filter(keys -> keys.fetched().plus(FRESH).isAfter(now))
            .filter(
                keys ->
                    keys.keys().mayHave(token) || keys.looked().plus(BETWEEN_LOOKS).isAfter(now))
            .isPresent();
    return usable
        ? Future.succeededFuture(before.get().keys())
        : fetch(provider)
            .onSuccess(keys -> remember(provider, new Known(keys, now, now)))
            .recover(failure -> fallBack(provider, before, now, failure));
  }

  private Future<KeySet> fallBack(
      Provider provider, Optional<Known> before, Instant now, Throwable failure) {
    if (before.filter(keys -> keys.fetched().plus(STALE).isAfter(now)).isEmpty()) {
      return Future.failedFuture(failure);
    }
    remember(provider, new Known(before.get().keys(), before.get().fetched(), now));
    return Future.succeededFuture(before.get().keys());
  }

  private void remember(Provider provider, Known keys) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(provider, keys);
  }

  private Future<KeySet> fetch(Provider provider) {
    return provider
        .jwksUri()
        .map(Future::succeededFuture)
        .orElseGet(() -> discover(provider))
        .compose(this::get)
        .map(KeySet::read)
        .compose(
            keys ->
                keys.symmetric()
                    ? Future.failedFuture(unavailable("its keys are secrets"))
                    : Future.succeededFuture(keys));
  }

  private Future<String> discover(Provider provider) {
    var base = provider.issuer().replaceAll("/+$", "");
    return get(base + DISCOVERY)
        .compose(
            found ->
                found.path("issuer").asText().equals(provider.issuer())
                    ? Future.succeededFuture(found.path("jwks_uri").asText())
                    : Future.failedFuture(unavailable("it names another issuer")));
  }

  private Future<JsonNode> get(String address) {
    if (encryptedOnly && !address.startsWith("https://")) {
      return Future.failedFuture(unavailable("its address is not https"));
    }
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(URI.create(address).toString())
            .setTimeout(PATIENCE_MILLIS)
            .setIdleTimeout(PATIENCE_MILLIS)
            .setFollowRedirects(false);
    return client
        .request(options)
        .compose(request -> request.send().compose(KeySource::body))
        .map(KeySource::json)
        .recover(failure -> Future.failedFuture(unavailable("it does not answer as it should")));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    var length = response.getHeader("content-length");
    if (response.statusCode() != 200 || (length != null && Long.parseLong(length) > LARGEST)) {
      response.request().reset();
      return Future.failedFuture("no keys");
    }
    return Future.future(
        promise -> {
          var all = Buffer.buffer();
          response.exceptionHandler(promise::tryFail);
          response.endHandler(end -> promise.tryComplete(all));
          response.handler(
              piece -> {
                all.appendBuffer(piece);
                if (all.length() > LARGEST) {
                  promise.tryFail("too large");
                  response.request().reset();
                }
              });
        });
  }

  private static JsonNode json(Buffer text) {
    return SignatureCheck.json(text.getBytes());
  }

  private static AtriumException unavailable(String why) {
    return AtriumException.outside(
        "identity_provider_unavailable", "The identity provider cannot be used: " + why + ".");
  }
}
