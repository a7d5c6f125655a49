package dev.atrium.platform.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.gateway.contract.Parameter;
import dev.atrium.platform.tenancy.Operator;
import dev.atrium.platform.tenancy.Principal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** One request of an operation and its response. Used on the connection's event loop. */
public final class Exchange {
  private final RoutingContext web;
  private final Operation operation;
  private final long started = System.nanoTime();
  private Optional<Principal> principal = Optional.empty();
  private Optional<String> operator = Optional.empty();
  private JsonNode body = MissingNode.getInstance();
  private Buffer bodyBytes = Buffer.buffer();

  public Exchange(RoutingContext web, Operation operation) {
    this.web = web;
    this.operation = operation;
  }

  public Operation operation() {
    return operation;
  }

  public RoutingContext web() {
    return web;
  }

  public HttpServerRequest request() {
    return web.request();
  }

  public HttpServerResponse response() {
    return web.response();
  }

  /** Names the exchange, and the call it makes, to the client, in logs and in the ledger. */
  public String id() {
    return RequestId.of(web);
  }

  /** Since the request's head arrived. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Whom the key speaks for; asked of secured operations only. */
  public Principal principal() {
    return principal.orElseThrow(
        () -> new IllegalStateException(operation.id() + " needs no key, so it has no principal"));
  }

  /** Names the operator's key; asked of the operator's operations only. */
  public String operator() {
    return operator.orElseThrow(
        () -> new IllegalStateException(operation.id() + " is no operation of the operator"));
  }

  public void authenticated(Operator owner) {
    operator = Optional.of(owner.keyId());
  }

  public void authenticated(Principal owner) {
    principal = Optional.of(owner);
  }

  /** The body as it came, valid. */
  public JsonNode json() {
    return body;
  }

  public <T> T body(Class<T> type) {
    return Json.read(body, type);
  }

  /**
   * Takes the body.
   *
   * @param bytes as they came
   */
  public void received(JsonNode validated, Buffer bytes) {
    body = validated;
    bodyBytes = bytes;
  }

  /** How large the body was. */
  public int bodySize() {
    return bodyBytes.length();
  }

  /** A hash of what is asked: the same request sent again has the same. */
  public String fingerprint() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(operation.id().getBytes(StandardCharsets.UTF_8));
      digest.update(request().path().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(bodyBytes.getBytes()));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  public String pathParameter(String name) {
    return value(name, Parameter.Place.PATH)
        .orElseThrow(() -> new IllegalStateException("no path parameter " + name));
  }

  public Optional<String> query(String name) {
    return value(name, Parameter.Place.QUERY);
  }

  public Optional<String> header(String name) {
    return value(name, Parameter.Place.HEADER);
  }

  public Optional<String> value(String name, Parameter.Place place) {
    return Optional.ofNullable(
        switch (place) {
          case PATH -> web.pathParam(name);
          case QUERY -> web.queryParams().get(name);
          case HEADER -> web.request().getHeader(name);
        });
  }

  /** Answers with a record as JSON. */
  public Future<Void> answer(Object document) {
    return response().putHeader("content-type", "application/json").end(Json.write(document));
  }
}
