package dev.atrium.platform.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.IdentityMessages.Provider;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.identity.ProviderStore.Trust;
import dev.atrium.platform.tenancy.Authenticator;
import dev.atrium.platform.tenancy.Operator;
import dev.atrium.platform.tenancy.Principal;
import dev.atrium.platform.tenancy.Role;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Takes API keys, and tokens of the identity providers that tenants trust. A token's issuer and
 * audience tell the tenant; its signature, times and subject are checked before anything in it is
 * believed. No token speaks for the operator.
 */
public final class TokenAuthenticator implements Authenticator {
  /** How far the clocks of two parties may be apart. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private static final int LONGEST_SUBJECT = 256;

  private final Authenticator keys;
  private final ProviderStore providers;
  private final KeySource source;
  private final InstantSource clock;

  /**
   * @param keys knows whatever is no token
   */
  public TokenAuthenticator(
      Authenticator keys, Database database, KeySource source, InstantSource clock) {
    this.keys = keys;
    this.providers = new ProviderStore(database);
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Future<Principal> authenticate(String bearer) {
    return bearer.indexOf('.') < 0
        ? keys.authenticate(bearer)
        : Future.succeededFuture(bearer).compose(this::check);
  }

  @Override
  public Future<Operator> authenticateOperator(String bearer) {
    return keys.authenticateOperator(bearer);
  }

  private Future<Principal> check(String token) {
    var parts = SignatureCheck.split(token);
    var claims = SignatureCheck.json(parts.payload());
    var issuer = claims.path("iss");
    if (!issuer.isTextual()) {
      return Future.failedFuture(SignatureCheck.invalid());
    }
    return providers
        .trusting(issuer.textValue())
        .compose(trusts -> one(trusts, claims))
        .compose(
            trust ->
                source
                    .keys(trust.provider(), parts)
                    .map(set -> SignatureCheck.payload(token, set))
                    .map(payload -> principal(trust, claims)));
  }

  /** The one trust whose audience the token names. */
  private static Future<Trust> one(List<Trust> trusts, JsonNode claims) {
    var meant =
        trusts.stream().filter(trust -> names(claims, trust.provider().audience())).toList();
    return meant.size() == 1
        ? Future.succeededFuture(meant.getFirst())
        : Future.failedFuture(SignatureCheck.invalid());
  }

  private static boolean names(JsonNode claims, String audience) {
    var named = claims.path("aud");
    if (named.isTextual()) {
      return named.textValue().equals(audience);
    }
    for (var each : named) {
      if (each.isTextual() && each.textValue().equals(audience)) {
        return true;
      }
    }
    return false;
  }

  private Principal principal(Trust trust, JsonNode claims) {
    requireTime(claims);
    var subject = claims.path("sub").asText();
    if (!claims.path("sub").isTextual()
        || subject.isEmpty()
        || subject.length() > LONGEST_SUBJECT) {
      throw SignatureCheck.invalid();
    }
    var role = role(trust.provider(), claims);
    return new Principal(
        trust.tenant(),
        "jwt_" + shortHash(trust.provider().issuer() + " " + subject),
        role,
        Optional.of(subject).filter(known -> role == Role.END_USER));
  }

  /** A role that is not known gives nothing; none at all is that of an end user. */
  private static Role role(Provider provider, JsonNode claims) {
    var role = claims.path(provider.roleClaim());
    return role.isMissingNode()
        ? Role.END_USER
        : Role.of(role.asText()).orElseThrow(SignatureCheck::invalid);
  }

  private void requireTime(JsonNode claims) {
    long now = clock.instant().getEpochSecond();
    long skew = SKEW.toSeconds();
    boolean valid =
        claims.path("exp").isNumber()
            && now < claims.get("exp").asDouble() + skew
            && !later(claims.path("nbf"), now + skew)
            && !later(claims.path("iat"), now + skew);
    if (!valid) {
      throw AtriumException.caller(
          "invalid_token", "The token is not valid now; get a new one and check your clock.");
    }
  }

  private static boolean later(JsonNode time, long now) {
    return !time.isMissingNode() && !(time.isNumber() && time.asDouble() <= now);
  }

  private static String shortHash(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
