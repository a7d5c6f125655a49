package dev.atrium.platform.administration;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.Role;
import dev.atrium.platform.tenancy.Scope;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.ApiKeys.Grant;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyAdministrationTest {
  private static final Optional<TenantId> BANK = Optional.of(new TenantId("harbor-bank"));
  private static final Optional<TenantId> SHOP = Optional.of(new TenantId("yunlan-shop"));
  private static final Duration HOUR = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private Database database;
  private KeyAdministration keys;
  private ApiKeys doors;

  @BeforeEach
  void start() {
    database = Database.connect(vertx, TestPostgres.migratedDatabase(), 4);
    var packs = Path.of(System.getProperty("atrium.root", "..")).resolve("tenants");
    await(new TenantStore(database).importPacks(PackReader.readAll(packs)));
    keys = new KeyAdministration(database);
    doors = new ApiKeys(database, now::get);
  }

  @AfterEach
  void stop() {
    await(database.close());
    await(vertx.close());
  }

  @Test
  void issue_withScopes_speaksForAServiceThatHoldsThem() {
    var key = await(keys.issue("me", BANK, grant(Optional.empty(), Scope.CHAT, Scope.USAGE_READ)));

    var principal = await(doors.authenticate(key.secret()));

    assertThat(principal.role()).isEqualTo(Role.SERVICE);
    assertThat(principal.scopes()).containsExactlyInAnyOrder(Scope.CHAT, Scope.USAGE_READ);
    assertThat(principal.holds(Scope.SCENARIOS)).isFalse();
  }

  @Test
  void issue_toTheOperatorWithLessThanEverything_isRefused() {
    assertThat(code(keys.issue("me", Optional.empty(), grant(Optional.empty(), Scope.CHAT))))
        .isEqualTo("invalid_parameter");
  }

  @Test
  void keyThatExpires_endsAtThatMomentThoughItWasJustUsed() {
    var end = now.get().plus(HOUR);
    var key = await(keys.issue("me", BANK, grant(Optional.of(end), Scope.CHAT)));
    now.set(end.minusMillis(1));
    await(doors.authenticate(key.secret()));

    now.set(end.plusMillis(1));

    assertThat(code(doors.authenticate(key.secret()))).isEqualTo("invalid_api_key");
  }

  @Test
  void rotate_leavesNoGapAndKeepsPurposeAndLength() {
    var end = Instant.now().plus(HOUR);
    var old = await(keys.issue("me", BANK, grant(Optional.of(end), Scope.SCENARIOS)));

    var successor = await(keys.rotate("me", BANK, old.keyId(), Instant.now().plusSeconds(60)));

    await(doors.authenticate(old.secret()));
    assertThat(await(doors.authenticate(successor.secret())).scopes())
        .containsExactly(Scope.SCENARIOS);
    var listed = await(keys.list(BANK));
    assertThat(listed.getFirst().successor()).contains(successor.keyId());
    assertThat(listed.getFirst().expires().orElseThrow()).isBefore(end);
    assertThat(listed.getLast().name()).isEqualTo("till");
    assertThat(Duration.between(Instant.now(), listed.getLast().expires().orElseThrow()))
        .isBetween(HOUR.minusMinutes(1), HOUR.plusMinutes(1));
  }

  @Test
  void rotate_again_namesTheSuccessor() {
    var old = await(keys.issue("me", BANK, grant(Optional.empty(), Scope.CHAT)));
    var later = Instant.now().plusSeconds(60);
    var successor = await(keys.rotate("me", BANK, old.keyId(), later));

    var failure = failureOf(keys.rotate("me", BANK, old.keyId(), later));

    assertThat(failure).hasMessageContaining(successor.keyId());
    assertThat(code(keys.rotate("me", BANK, old.keyId(), later))).isEqualTo("key_rotated");
  }

  @Test
  void anotherTenantsKey_isNotThere() {
    var key = await(keys.issue("me", SHOP, grant(Optional.empty(), Scope.CHAT)));
    var later = Instant.now().plusSeconds(60);

    assertThat(code(keys.rotate("me", BANK, key.keyId(), later))).isEqualTo("key_not_found");
    assertThat(code(keys.revoke("me", BANK, key.keyId(), later))).isEqualTo("key_not_found");
    assertThat(code(keys.rotate("me", BANK, "key_nobodys", later))).isEqualTo("key_not_found");
    await(doors.authenticate(key.secret()));
  }

  private static Grant grant(Optional<Instant> expires, Scope... scopes) {
    return new Grant("till", Set.of(scopes), expires);
  }

  private static String code(Future<?> future) {
    return ((AtriumException) failureOf(future)).code();
  }
}
