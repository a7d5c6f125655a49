package dev.atrium.platform.tenancy.store;

import static dev.atrium.platform.database.TestPostgres.await;
import static dev.atrium.platform.database.TestPostgres.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.Principal;
import dev.atrium.platform.tenancy.TenantDefinition;
import dev.atrium.platform.tenancy.TenantDefinition.DatedPrice;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.TenantPack;
import dev.atrium.platform.tenancy.store.TenantStore.Imported;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantStoreTest {
  private static final TenantId BANK = new TenantId("harbor-bank");
  private static final TenantId SHOP = new TenantId("yunlan-shop");
  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;
  private Database database;
  private TenantStore store;
  private List<TenantPack> packs;

  @BeforeEach
  void importShippedPacks() {
    database = Database.connect(vertx, TestPostgres.migratedDatabase(), 4);
    store = new TenantStore(database);
    var shipped = Path.of(System.getProperty("atrium.root", "..")).resolve("tenants");
    packs = Stream.of(BANK, SHOP).map(id -> PackReader.read(shipped.resolve(id.value()))).toList();
    assertThat(await(store.list())).isEmpty();
    await(store.importPacks(packs));
  }

  @AfterEach
  void close() {
    await(database.close());
    await(vertx.close());
  }

  @Test
  void find_importedPack_isThePack() {
    assertThat(await(store.find(BANK))).contains(packs.getFirst());
    assertThat(await(store.find(SHOP))).contains(packs.getLast());
    assertThat(await(store.find(new TenantId("nobody")))).isEmpty();
    assertThat(await(store.list()))
        .containsExactlyElementsOf(packs.stream().map(TenantPack::definition).toList());
  }

  @Test
  void importPack_again_changesNothing() {
    assertThat(await(store.importPack(packs.getFirst()))).isEqualTo(Imported.UNCHANGED);
    assertThat(await(store.find(BANK))).contains(packs.getFirst());
  }

  @Test
  void importPack_newPack_createsATenant() {
    var old = packs.getFirst();
    var definition = old.definition();
    var renamed =
        new TenantDefinition(
            new TenantId("new-bank"),
            definition.name(),
            definition.language(),
            definition.model(),
            definition.limits(),
            definition.price(),
            definition.scenarios(),
            definition.allowances(),
            definition.billing(),
            Map.of("fast", "atrium-mini"),
            List.of(new DatedPrice(Instant.parse("2027-01-01T00:00:00Z"), definition.price())));
    var pack =
        new TenantPack(renamed, old.intents(), old.synonyms(), old.prompts(), old.knowledge());
    assertThat(await(store.importPack(pack))).isEqualTo(Imported.CREATED);
    assertThat(await(store.find(renamed.id()))).contains(pack);
  }

  @Test
  void importPack_changedPack_replacesItsDocumentsAndNoOther() {
    var old = packs.getFirst();
    var changed =
        new TenantPack(
            old.definition(), old.intents(), List.of(), Map.of(), Map.of("new.md", "# New"));
    assertThat(await(store.importPack(changed))).isEqualTo(Imported.CHANGED);
    assertThat(await(store.find(BANK))).contains(changed);
    assertThat(await(store.find(SHOP))).contains(packs.getLast());
  }

  @Test
  void firstKeys_areIssuedOnceAndSpeakForTheirOwner() {
    var keys = new ApiKeys(database, clock);
    var issued = await(keys.issueFirstKeys(List.of(BANK, SHOP)));
    assertThat(issued)
        .extracting(IssuedKey::tenant)
        .containsExactly(Optional.empty(), Optional.of(BANK), Optional.of(SHOP));
    assertThat(issued)
        .extracting(IssuedKey::secret)
        .satisfiesExactly(
            secret -> assertThat(secret).matches("atr_operator_[0-9A-Za-z]{33}"),
            secret -> assertThat(secret).matches("atr_harbor-bank_[0-9A-Za-z]{33}"),
            secret -> assertThat(secret).matches("atr_yunlan-shop_[0-9A-Za-z]{33}"));
    assertThat(await(keys.issueFirstKeys(List.of(BANK, SHOP)))).isEmpty();

    var bank = issued.get(1);
    assertThat(await(keys.authenticate(bank.secret())))
        .isEqualTo(new Principal(BANK, bank.keyId()));
    assertThat(await(keys.authenticateOperator(issued.getFirst().secret())).keyId())
        .isEqualTo(issued.getFirst().keyId());
    assertInvalid(keys.authenticate(issued.getFirst().secret()));
    assertThat(failureOf(keys.authenticateOperator(bank.secret())))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("operator_key_needed"));
  }

  @Test
  void firstKeys_ofManyNodesAtOnce_areIssuedOnce() {
    var nodes =
        List.of(1, 2, 3, 4).stream()
            .map(node -> new ApiKeys(database, clock).issueFirstKeys(List.of(BANK)))
            .toList();
    await(Future.all(nodes));
    assertThat(nodes.stream().mapToInt(issued -> issued.result().size()).sum()).isEqualTo(2);
  }

  @Test
  void issuedKeys_areStoredAsHashesAlone() {
    var keys = new ApiKeys(database, clock);
    var issued = await(keys.issue(Optional.of(BANK)));
    var rows =
        await(
            database.withEveryTenant(
                connection ->
                    connection
                        .query("SELECT string_agg(api_key::text, ' ') FROM api_key")
                        .execute()
                        .map(found -> found.iterator().next().getString(0))));
    var random = issued.secret().substring(issued.secret().lastIndexOf('_') + 1);
    assertThat(rows).contains(issued.keyId()).doesNotContain(random);
    assertThat(issued.toString()).doesNotContain(random);
  }

  @Test
  void authenticate_unknownOrMalformedKey_isTheCallersFailure() {
    var keys = new ApiKeys(database, clock);
    var real = await(keys.issue(Optional.of(BANK))).secret();
    assertInvalid(keys.authenticate(""));
    assertInvalid(keys.authenticate("sk-123"));
    assertInvalid(keys.authenticate(real + "x"));
    assertInvalid(keys.authenticate(real.replace("harbor-bank", "yunlan-shop")));
    assertInvalid(keys.authenticate(real.substring(0, real.length() - 1) + "\u0000"));
    assertInvalid(keys.authenticate("atr_harbor-bank_" + "0".repeat(33)));
    assertInvalid(keys.authenticate("x".repeat(100_000)));
  }

  @Test
  void authenticate_revokedKey_endsAtOnceHereAndSoonElsewhere() {
    var here = new ApiKeys(database, clock);
    var elsewhere = new ApiKeys(database, clock);
    var key = await(here.issue(Optional.of(BANK)));
    await(here.authenticate(key.secret()));
    await(elsewhere.authenticate(key.secret()));

    await(here.revoke(key.keyId()));

    assertInvalid(here.authenticate(key.secret()));
    assertThat(await(elsewhere.authenticate(key.secret())).tenant()).isEqualTo(BANK);
    now.updateAndGet(instant -> instant.plus(ApiKeys.FRESH));
    assertInvalid(elsewhere.authenticate(key.secret()));
  }

  @Test
  void authenticate_knownKey_worksWhileTheDatabaseIsAway() {
    var keys = new ApiKeys(database, clock);
    var known = await(keys.issue(Optional.of(BANK)));
    var unseen = await(keys.issue(Optional.of(BANK)));
    await(keys.authenticate(known.secret()));
    await(database.close());

    now.updateAndGet(instant -> instant.plus(ApiKeys.FRESH));
    assertThat(await(keys.authenticate(known.secret())).tenant()).isEqualTo(BANK);
    assertThat(failureOf(keys.authenticate(unseen.secret())))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("database_unavailable"));
    now.updateAndGet(instant -> instant.plus(ApiKeys.STALE));
    assertThat(failureOf(keys.authenticate(known.secret()))).isInstanceOf(AtriumException.class);
  }

  private static void assertInvalid(Future<?> refused) {
    assertThat(failureOf(refused))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("invalid_api_key");
              assertThat(failure.kind()).isEqualTo(AtriumException.Kind.CALLER);
            });
  }
}
