package dev.atrium.platform.catalogue;

import static dev.atrium.platform.database.TestPostgres.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.TestPostgres;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class CatalogueStoreTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Item TEA =
      new Item("t1", "Tea", List.of("drinks", "tea"), "Green.", 8.5, 3, 0.25);
  private static final Item CUP = new Item("c1", "Cup", List.of(), "", 20, 0, 0);
  private static Database database;

  private final CatalogueStore store = new CatalogueStore(database);
  private TenantId shop = new TenantId("shop");

  @BeforeAll
  static void openDatabase() {
    database = Database.connect(VERTX, TestPostgres.migratedDatabase(), 4);
  }

  @AfterAll
  static void close() {
    await(database.close());
    await(VERTX.close());
  }

  @BeforeEach
  void ownTenant(TestInfo test) {
    shop = new TenantId("shop-" + Math.abs(test.getDisplayName().hashCode()));
  }

  @Test
  void putItems_changesThoseThatAreThere() {
    await(store.putItems(shop, List.of(TEA, CUP)));
    var dearer = new Item("t1", "Tea", List.of("tea"), "", 9, 1, 0.2);
    await(store.putItems(shop, List.of(TEA, dearer)));
    assertThat(await(store.items(shop))).containsExactly(CUP, dearer);
  }

  @Test
  void addEvents_repeatedAndOutOfOrder_areKeptOnceInOrder() {
    var late = event("t1", Event.Kind.BOUGHT, 200);
    var early = event("c1", Event.Kind.VIEWED, 100);
    await(store.addEvents(shop, List.of(late, early, late)));
    await(store.addEvents(shop, List.of(early)));
    assertThat(await(store.events(shop))).containsExactly(early, late);
  }

  @Test
  void version_growsWithImports_notWithWhatWasShown() {
    assertThat(await(store.version(shop))).isZero();
    await(store.putItems(shop, List.of(TEA)));
    var version = await(store.version(shop));
    await(store.addShown(shop, List.of(event("t1", Event.Kind.SHOWN, 5))));
    assertThat(await(store.version(shop))).isEqualTo(version).isPositive();
    assertThat(await(store.events(shop))).isEmpty();
    await(store.addEvents(shop, List.of(event("t1", Event.Kind.CLICKED, 6))));
    assertThat(await(store.version(shop))).isGreaterThan(version);
  }

  @Test
  void items_otherTenant_seesNothing() {
    await(store.putItems(shop, List.of(TEA)));
    assertThat(await(store.items(new TenantId("stranger")))).isEmpty();
  }

  private static Event event(String item, Event.Kind kind, long second) {
    return new Event("anna", item, kind, Instant.ofEpochSecond(second));
  }
}
