package dev.atrium.platform.catalogue;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Items and events of all tenants. */
public final class CatalogueStore {
  /** Of more events, the newest are learnt from. */
  private static final int MOST_EVENTS = 1_000_000;

  private static final String PUT_ITEMS =
      """
      INSERT INTO catalogue_item (
        tenant, item, title, categories, description, price, stock, margin)
      SELECT $1, * FROM unnest(
        $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::int[], $8::float8[])
      ON CONFLICT (tenant, item) DO UPDATE SET
        title = excluded.title, categories = excluded.categories,
        description = excluded.description, price = excluded.price, stock = excluded.stock,
        margin = excluded.margin
      """;

  private static final String PUT_EVENTS =
      """
      INSERT INTO item_event (tenant, end_user, item, kind, happened_at)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[])
      ON CONFLICT DO NOTHING
      """;

  private static final String COUNT_IMPORT =
      """
      INSERT INTO catalogue_state (tenant, version) VALUES ($1, 1)
      ON CONFLICT (tenant) DO UPDATE SET version = catalogue_state.version + 1
      """;

  private final Database database;

  public CatalogueStore(Database database) {
    this.database = database;
  }

  /** Puts items in the place of those with their ids; of one id given twice, the last. */
  public Future<Void> putItems(TenantId tenant, List<Item> items) {
    var byId = new LinkedHashMap<String, Item>();
    items.forEach(item -> byId.put(item.id(), item));
    var rows = List.copyOf(byId.values());
    return imported(
        tenant,
        connection ->
            connection.preparedQuery(PUT_ITEMS).execute(columns(tenant, rows)).mapEmpty());
  }

  private static Tuple columns(TenantId tenant, List<Item> items) {
    return Tuple.tuple()
        .addString(tenant.value())
        .addArrayOfString(texts(items, Item::id))
        .addArrayOfString(texts(items, Item::title))
        .addArrayOfString(texts(items, item -> String.join("|", item.categories())))
        .addArrayOfString(texts(items, Item::description))
        .addArrayOfDouble(items.stream().map(Item::price).toArray(Double[]::new))
        .addArrayOfInteger(items.stream().map(Item::stock).toArray(Integer[]::new))
        .addArrayOfDouble(items.stream().map(Item::margin).toArray(Double[]::new));
  }

  /** Adds events; those that are there already are left as they are. */
  public Future<Void> addEvents(TenantId tenant, List<Event> events) {
    return imported(tenant, connection -> add(connection, tenant, events));
  }

  /** Adds events from which nothing is learnt, so that nobody has to learn anew. */
  public Future<Void> addShown(TenantId tenant, List<Event> events) {
    return database.withTenant(tenant, connection -> add(connection, tenant, events));
  }

  private static Future<Void> add(SqlConnection connection, TenantId tenant, List<Event> events) {
    var times =
        events.stream()
            .map(event -> event.at().atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new);
    return connection
        .preparedQuery(PUT_EVENTS)
        .execute(
            Tuple.tuple()
                .addString(tenant.value())
                .addArrayOfString(texts(events, Event::user))
                .addArrayOfString(texts(events, Event::item))
                .addArrayOfString(texts(events, event -> event.kind().name()))
                .addArrayOfOffsetDateTime(times))
        .mapEmpty();
  }

  private Future<Void> imported(TenantId tenant, Function<SqlConnection, Future<Void>> work) {
    return database.withTenant(
        tenant,
        connection ->
            work.apply(connection)
                .compose(
                    done ->
                        connection
                            .preparedQuery(COUNT_IMPORT)
                            .execute(Tuple.of(tenant.value()))
                            .mapEmpty()));
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** How many imports there have been. */
  public Future<Long> version(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query("SELECT version FROM catalogue_state")
                .execute()
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getLong(0)));
  }

  /** All items, by id. */
  public Future<List<Item>> items(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .query(
                    """
                    SELECT item, title, categories, description, price, stock, margin
                    FROM catalogue_item ORDER BY item
                    """)
                .execute()
                .map(
                    rows -> {
                      var items = new ArrayList<Item>(rows.size());
                      rows.forEach(
                          row ->
                              items.add(
                                  new Item(
                                      row.getString(0),
                                      row.getString(1),
                                      categories(row.getString(2)),
                                      row.getString(3),
                                      row.getDouble(4),
                                      row.getInteger(5),
                                      row.getDouble(6))));
                      return items;
                    }));
  }

  private static List<String> categories(String joined) {
    return Stream.of(joined.split("\\|")).filter(category -> !category.isEmpty()).toList();
  }

  /** What users chose, oldest first; of very many, the newest. */
  public Future<List<Event>> events(TenantId tenant) {
    return database.withTenant(
        tenant,
        connection ->
            connection
                .preparedQuery(
                    """
                    SELECT end_user, item, kind, happened_at FROM item_event
                    WHERE kind <> 'SHOWN'
                    ORDER BY happened_at DESC, end_user DESC, item DESC, kind DESC LIMIT $1
                    """)
                .execute(Tuple.of(MOST_EVENTS))
                .map(
                    rows -> {
                      var events = new ArrayList<Event>(rows.size());
                      rows.forEach(
                          row ->
                              events.add(
                                  new Event(
                                      row.getString(0),
                                      row.getString(1),
                                      Event.Kind.valueOf(row.getString(2)),
                                      row.getOffsetDateTime(3).toInstant())));
                      return events.reversed();
                    }));
  }
}
