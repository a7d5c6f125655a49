package dev.atrium.platform.identity;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.IdentityMessages.Provider;
import dev.atrium.platform.calls.IdentityMessages.PutProvider;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.Principal;
import dev.atrium.platform.tenancy.Role;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens against a real database and a provider that serves its keys over HTTP. */
class TokenAuthenticatorTest {
  private static final TenantId BANK = new TenantId("harbor-bank");
  private static final TenantId SHOP = new TenantId("yunlan-shop");
  private static final String AUDIENCE = "atrium";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicReference<JsonObject> served = new AtomicReference<>(new JsonObject());
  private final AtomicInteger fetches = new AtomicInteger();
  private Database database;
  private HttpServer provider;
  private String issuer;
  private TokenAuthenticator authenticator;
  private KeyPair key;

  @BeforeEach
  void trustAProvider() throws Exception {
    database = Database.connect(vertx, TestPostgres.migratedDatabase(), 4);
    var packs = Path.of(System.getProperty("atrium.root", "..")).resolve("tenants");
    await(new TenantStore(database).importPacks(PackReader.readAll(packs)));
    provider =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end(answer(request.path())))
                .listen(0, "127.0.0.1"));
    issuer = "http://127.0.0.1:" + provider.actualPort();
    key = newKey();
    serve(key, "one");
    await(new ProviderStore(database).put(new PutProvider(BANK, trusted(AUDIENCE))));
    authenticator =
        new TokenAuthenticator(
            bearer -> Future.succeededFuture(new Principal(BANK, "key")),
            database,
            new KeySource(vertx, now::get, false),
            now::get);
  }

  @AfterEach
  void close() {
    await(database.close());
    await(vertx.close());
  }

  private String answer(String path) {
    if (path.startsWith("/.well-known")) {
      return new JsonObject().put("issuer", issuer).put("jwks_uri", issuer + "/keys").encode();
    }
    fetches.incrementAndGet();
    return served.get().encode();
  }

  private Provider trusted(String audience) {
    return new Provider(issuer, audience, Optional.empty(), Optional.empty(), "role");
  }

  private JsonObject claims() {
    return new JsonObject()
        .put("iss", issuer)
        .put("aud", new JsonArray().add("other").add(AUDIENCE))
        .put("sub", "ada")
        .put("exp", now.get().getEpochSecond() + 300);
  }

  @Test
  void aTokenWithoutARoleSpeaksForItsSubjectAlone() throws Exception {
    var principal = await(authenticator.authenticate(token(key, "one", claims())));

    assertThat(principal.tenant()).isEqualTo(BANK);
    assertThat(principal.role()).isEqualTo(Role.END_USER);
    assertThat(principal.endUser()).contains("ada");
  }

  @Test
  void aTokensRoleIsThatOfItsClaim_andNoClaimMakesAnOperator() throws Exception {
    var analyst = claims().put("role", "analyst");

    var principal = await(authenticator.authenticate(token(key, "one", analyst)));

    assertThat(principal.role()).isEqualTo(Role.ANALYST);
    assertThat(principal.endUser()).isEmpty();
    refused(claims().put("role", "operator"));
    refused(claims().put("role", 7));
  }

  @Test
  void timesAudienceAndSubjectAreHeldTo() throws Exception {
    long second = now.get().getEpochSecond();

    assertThat(
            await(authenticator.authenticate(token(key, "one", claims().put("exp", second - 59)))))
        .isNotNull();
    refused(claims().put("exp", second - 61));
    refused(claims().put("nbf", second + 61));
    refused(claims().put("iat", second + 61));
    refused(claims().put("aud", "other"));
    refused(claims().put("iss", issuer + "/"));
    for (var name : List.of("exp", "aud", "iss", "sub")) {
      var without = claims();
      without.remove(name);
      refused(without);
    }
  }

  @Test
  void aForgedOrUnsignedTokenIsRefused() throws Exception {
    refused(token(newKey(), "one", claims()));
    refused(encode(new JsonObject().put("alg", "none")) + "." + encode(claims()) + ".");
    refused(token(key, "../../one' OR 1=1", claims()));
    var embedded = new JsonObject().put("alg", "RS256").put("jwk", jwk(newKey(), "one"));
    refused(signed(newKey(), embedded, claims()));
  }

  @Test
  void rotatedKeysAreFound_andStrangeKeyIdsDoNotMakeUsAskAgainAndAgain() throws Exception {
    await(authenticator.authenticate(token(key, "one", claims())));
    var next = newKey();
    serve(next, "two");

    refused(token(next, "two", claims()));
    now.updateAndGet(time -> time.plusSeconds(31));
    await(authenticator.authenticate(token(next, "two", claims())));
    refused(token(key, "one", claims()));
    int asked = fetches.get();
    for (int attempt = 0; attempt < 20; attempt++) {
      refused(token(key, "unknown" + attempt, claims()));
    }

    assertThat(fetches.get() - asked).isLessThanOrEqualTo(1);
  }

  @Test
  void oneIssuerAndAudienceStandForOneTenant() {
    var store = new ProviderStore(database);

    assertThat(
            AtriumException.from(failureOf(store.put(new PutProvider(SHOP, trusted(AUDIENCE)))))
                .code())
        .isEqualTo("provider_taken");
    await(store.put(new PutProvider(SHOP, trusted("shop"))));
    assertThat(await(store.find(SHOP))).contains(trusted("shop"));
  }

  @Test
  void whatIsNoTokenIsAKey() {
    assertThat(await(authenticator.authenticate("atr_key")).keyId()).isEqualTo("key");
  }

  private void refused(JsonObject claims) throws Exception {
    refused(token(key, "one", claims));
  }

  private void refused(String token) {
    var failure = AtriumException.from(failureOf(authenticator.authenticate(token)));
    assertThat(failure.code()).isEqualTo("invalid_token");
  }

  private void serve(KeyPair pair, String id) {
    served.set(new JsonObject().put("keys", new JsonArray().add(jwk(pair, id))));
  }

  private static KeyPair newKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static JsonObject jwk(KeyPair pair, String id) {
    var rsa = (RSAPublicKey) pair.getPublic();
    return new JsonObject()
        .put("kty", "RSA")
        .put("kid", id)
        .put("use", "sig")
        .put("n", number(rsa.getModulus()))
        .put("e", number(rsa.getPublicExponent()));
  }

  private static String token(KeyPair pair, String id, JsonObject claims) throws Exception {
    return signed(pair, new JsonObject().put("alg", "RS256").put("kid", id), claims);
  }

  private static String signed(KeyPair pair, JsonObject header, JsonObject claims)
      throws Exception {
    var input = encode(header) + "." + encode(claims);
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + encode(signature.sign());
  }

  private static String number(BigInteger number) {
    var bytes = number.toByteArray();
    return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String encode(JsonObject json) {
    return encode(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
