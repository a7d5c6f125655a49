package dev.atrium.platform.metering;

import dev.atrium.platform.database.StorableText;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.metering.LedgerEntry.Price;
import dev.atrium.platform.metering.LedgerEntry.Status;
import dev.atrium.platform.metering.LedgerEntry.Timing;
import dev.atrium.platform.metering.MeteringMessages.KeyUseOf;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** How entries look in the tables {@code ledger} and {@code idempotency_claim}. */
final class LedgerTable {
  /**
   * The first call with a key claims it; takes tenants, keys, call ids and fingerprints as arrays.
   */
  static final String CLAIM =
      """
      INSERT INTO idempotency_claim (tenant, idempotency_key, call_id, fingerprint)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
      ON CONFLICT DO NOTHING
      RETURNING call_id
      """;

  /** Who claimed keys; takes tenants and keys as arrays. */
  static final String CLAIMED =
      """
      SELECT tenant, idempotency_key, call_id FROM idempotency_claim
      WHERE (tenant, idempotency_key) IN (SELECT * FROM unnest($1::text[], $2::text[]))
      """;

  /**
   * Writes many entries as one statement, an array for each column: about three times as fast as a
   * statement per row. A row written before is left as it is.
   */
  static final String INSERT =
      """
      INSERT INTO ledger (
        tenant, arrived_at, call_id, key_id, end_user, scenario, plugin, model, adapter, status,
        error_code, prompt_tokens, cached_tokens, generated_tokens, delivered_tokens, ended_at,
        first_token_millis, engine_millis, currency, prompt_price, cached_price, generated_price,
        cost, idempotency_key, duplicate_of)
      SELECT * FROM unnest(
        $1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::int[], $14::int[],
        $15::int[], $16::timestamptz[], $17::bigint[], $18::bigint[], $19::text[],
        $20::text[]::numeric[], $21::text[]::numeric[], $22::text[]::numeric[],
        $23::text[]::numeric[], $24::text[], $25::text[])
      ON CONFLICT DO NOTHING
      """;

  /** {@link #INSERT} that tells which rows are new. */
  static final String INSERT_TELLING = INSERT + "RETURNING tenant, call_id";

  static final String LATEST =
      """
      SELECT
        tenant, arrived_at, call_id, key_id, end_user, scenario, plugin, model, adapter, status,
        error_code, prompt_tokens, cached_tokens, generated_tokens, delivered_tokens, ended_at,
        first_token_millis, engine_millis, currency, prompt_price::text, cached_price::text,
        generated_price::text, cost::text, idempotency_key
      FROM ledger WHERE arrived_at >= $1 AND arrived_at < $2 AND corrects IS NULL
      ORDER BY arrived_at DESC, call_id LIMIT $3
      """;

  private LedgerTable() {}

  /** The parameters of {@link #CLAIM}. */
  static Tuple claims(List<LedgerEntry> keyed) {
    return keys(keyed)
        .addArrayOfString(texts(keyed, LedgerEntry::callId))
        .addArrayOfString(texts(keyed, LedgerEntry::fingerprint));
  }

  /** The parameters of {@link #CLAIMED}. */
  static Tuple keys(List<LedgerEntry> keyed) {
    return Tuple.tuple()
        .addArrayOfString(texts(keyed, entry -> entry.tenant().value()))
        .addArrayOfString(optional(keyed, LedgerEntry::idempotencyKey));
  }

  /**
   * The parameters of {@link #INSERT}.
   *
   * @param first for each entry the call that claimed its key before it, if one did; such an entry
   *     costs nothing
   */
  static Tuple columns(List<LedgerEntry> entries, Function<LedgerEntry, Optional<String>> first) {
    return Tuple.tuple()
        .addArrayOfString(texts(entries, entry -> entry.tenant().value()))
        .addArrayOfOffsetDateTime(times(entries, entry -> entry.timing().arrived()))
        .addArrayOfString(texts(entries, LedgerEntry::callId))
        .addArrayOfString(texts(entries, LedgerEntry::keyId))
        .addArrayOfString(optional(entries, LedgerEntry::endUser))
        .addArrayOfString(optional(entries, LedgerEntry::scenario))
        .addArrayOfString(optional(entries, LedgerEntry::plugin))
        .addArrayOfString(optional(entries, LedgerEntry::model))
        .addArrayOfString(optional(entries, LedgerEntry::adapter))
        .addArrayOfString(texts(entries, entry -> entry.status().name()))
        .addArrayOfString(optional(entries, LedgerEntry::errorCode))
        .addArrayOfInteger(numbers(entries, entry -> entry.tokens().prompt()))
        .addArrayOfInteger(numbers(entries, entry -> entry.tokens().cached()))
        .addArrayOfInteger(numbers(entries, entry -> entry.tokens().generated()))
        .addArrayOfInteger(numbers(entries, LedgerEntry::delivered))
        .addArrayOfOffsetDateTime(times(entries, entry -> entry.timing().ended()))
        .addArrayOfLong(longs(entries, entry -> entry.timing().firstTokenMillis()))
        .addArrayOfLong(longs(entries, entry -> entry.timing().engineMillis()))
        .addArrayOfString(texts(entries, entry -> entry.price().currency()))
        .addArrayOfString(texts(entries, entry -> entry.price().prompt().toPlainString()))
        .addArrayOfString(texts(entries, entry -> entry.price().cached().toPlainString()))
        .addArrayOfString(texts(entries, entry -> entry.price().generated().toPlainString()))
        .addArrayOfString(
            texts(
                entries,
                entry -> first.apply(entry).isPresent() ? "0" : entry.cost().toPlainString()))
        .addArrayOfString(optional(entries, LedgerEntry::idempotencyKey))
        .addArrayOfString(optional(entries, first));
  }

  /** Reads the key of a row of {@link #CLAIMED}. */
  static KeyUseOf key(Row row) {
    return new KeyUseOf(new TenantId(row.getString("tenant")), row.getString("idempotency_key"));
  }

  /** Reads a row of {@link #LATEST}. */
  static LedgerEntry entry(Row row) {
    return new LedgerEntry(
        row.getString("call_id"),
        new TenantId(row.getString("tenant")),
        row.getString("key_id"),
        Optional.ofNullable(row.getString("end_user")),
        Optional.ofNullable(row.getString("scenario")),
        Optional.ofNullable(row.getString("plugin")),
        Optional.ofNullable(row.getString("model")),
        Optional.ofNullable(row.getString("adapter")),
        Status.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("error_code")),
        new TokenUsage(
            row.getInteger("prompt_tokens"),
            row.getInteger("cached_tokens"),
            row.getInteger("generated_tokens")),
        row.getInteger("delivered_tokens"),
        timing(row),
        price(row),
        new BigDecimal(row.getString("cost")),
        Optional.ofNullable(row.getString("idempotency_key")),
        "",
        List.of());
  }

  private static Timing timing(Row row) {
    return new Timing(
        row.getOffsetDateTime("arrived_at").toInstant(),
        row.getOffsetDateTime("ended_at").toInstant(),
        row.getLong("first_token_millis"),
        row.getLong("engine_millis"));
  }

  private static Price price(Row row) {
    return new Price(
        row.getString("currency"),
        new BigDecimal(row.getString("prompt_price")),
        new BigDecimal(row.getString("cached_price")),
        new BigDecimal(row.getString("generated_price")));
  }

  private static String[] texts(List<LedgerEntry> entries, Function<LedgerEntry, String> value) {
    return array(entries, value.andThen(StorableText::of), String[]::new);
  }

  private static String[] optional(
      List<LedgerEntry> entries, Function<LedgerEntry, Optional<String>> value) {
    var texts = new String[entries.size()];
    for (int index = 0; index < texts.length; index++) {
      texts[index] = value.apply(entries.get(index)).map(StorableText::of).orElse(null);
    }
    return texts;
  }

  private static Integer[] numbers(
      List<LedgerEntry> entries, Function<LedgerEntry, Integer> value) {
    return array(entries, value, Integer[]::new);
  }

  private static Long[] longs(List<LedgerEntry> entries, Function<LedgerEntry, Long> value) {
    return array(entries, value, Long[]::new);
  }

  private static OffsetDateTime[] times(
      List<LedgerEntry> entries, Function<LedgerEntry, Instant> value) {
    return array(
        entries, entry -> value.apply(entry).atOffset(ZoneOffset.UTC), OffsetDateTime[]::new);
  }

  private static <T> T[] array(
      List<LedgerEntry> entries, Function<LedgerEntry, T> value, IntFunction<T[]> maker) {
    return entries.stream().map(value).toArray(maker);
  }
}
