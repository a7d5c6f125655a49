package dev.atrium.platform.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ledger for the console to show: its totals are the sums of its rows. */
final class ScriptedUsage {
  private record Row(int number, String status, int prompt, int generated, int delivered) {}

  private static final Instant START = Instant.parse("2026-03-02T09:30:00Z");
  private static final long SPACING_SECONDS = 47;
  private static final long TOOK_MILLIS = 640;

  private final List<Row> rows = new CopyOnWriteArrayList<>();

  void add(String status, int prompt, int generated, int delivered) {
    rows.add(new Row(rows.size() + 1, status, prompt, generated, delivered));
  }

  JsonObject report(String language) {
    var currency = language.equals("zh") ? "CNY" : "USD";
    var totals = totals(currency);
    var group =
        new JsonObject()
            .put("scenario", "customer-service")
            .put("model", "atrium-small@1")
            .put("totals", totals);
    var latest = new JsonArray();
    rows.reversed().forEach(row -> latest.add(json(row, currency)));
    return new JsonObject()
        .put("tenant", language)
        .put("totals", totals)
        .put("groups", rows.isEmpty() ? new JsonArray() : new JsonArray().add(group))
        .put("rows", latest);
  }

  private JsonObject totals(String currency) {
    return new JsonObject()
        .put("calls", rows.size())
        .put("completed", count("completed"))
        .put("failed", count("failed"))
        .put("aborted", count("aborted"))
        .put("promptTokens", rows.stream().mapToInt(Row::prompt).sum())
        .put("cachedTokens", 0)
        .put("generatedTokens", rows.stream().mapToInt(Row::generated).sum())
        .put("deliveredTokens", rows.stream().mapToInt(Row::delivered).sum())
        .put("cost", cost())
        .put("currency", currency);
  }

  private String cost() {
    return rows.stream()
        .map(ScriptedUsage::cost)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .toPlainString();
  }

  private long count(String status) {
    return rows.stream().filter(row -> row.status.equals(status)).count();
  }

  private static JsonObject json(Row row, String currency) {
    var arrived = START.plusSeconds(row.number * SPACING_SECONDS);
    return new JsonObject()
        .put("callId", "call-" + row.number)
        .put("scenario", "customer-service")
        .put("model", "atrium-small@1")
        .put("status", row.status)
        .put("keyId", "key-1")
        .put("promptTokens", row.prompt)
        .put("cachedTokens", 0)
        .put("generatedTokens", row.generated)
        .put("deliveredTokens", row.delivered)
        .put("arrived", arrived.toString())
        .put("ended", arrived.plusMillis(TOOK_MILLIS).toString())
        .put("engineMillis", TOOK_MILLIS)
        .put("cost", cost(row).toPlainString())
        .put("currency", currency);
  }

  private static BigDecimal cost(Row row) {
    return BigDecimal.valueOf(row.prompt + 4L * row.generated, 7);
  }
}
