package dev.atrium.platform.gateway.account;

import dev.atrium.platform.calls.UsageHoursQuestion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.metering.UsageHours;
import dev.atrium.platform.metering.UsageHours.Hour;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;

/** {@code GET /v1/usage/hours}, as JSON or as CSV. */
public final class UsageHoursEndpoint implements Endpoint {
  private static final Duration USUAL_SPAN = Duration.ofDays(31);
  private static final String COLUMNS =
      "hour,key,user,scenario,plugin,model,adapter,calls,completed,failed,aborted,"
          + "promptTokens,cachedTokens,generatedTokens,deliveredTokens,cost,currency\r\n";

  private final CallDesk desk;

  public UsageHoursEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  record Reply(List<Row> hours, boolean complete) {}

  record Row(
      Instant hour,
      String key,
      String user,
      String scenario,
      String plugin,
      String model,
      String adapter,
      UsageReply.Totals totals) {
    static Row of(Hour hour) {
      return new Row(
          hour.begins(),
          hour.key(),
          hour.user(),
          hour.scenario(),
          hour.plugin(),
          hour.model(),
          hour.adapter(),
          UsageReply.Totals.of(hour.totals()));
    }
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    var to = exchange.query("to").map(UsageHoursEndpoint::moment).orElseGet(Instant::now);
    var from =
        exchange
            .query("from")
            .map(UsageHoursEndpoint::moment)
            .orElseGet(() -> to.minus(USUAL_SPAN));
    boolean csv = exchange.query("format").filter("csv"::equals).isPresent();
    return desk.ask(exchange, new UsageHoursQuestion(from, to), UsageHours.class)
        .compose(
            found ->
                csv
                    ? exchange
                        .response()
                        .putHeader("content-type", "text/csv; charset=utf-8")
                        .putHeader("content-disposition", "attachment; filename=usage.csv")
                        .end(csv(found))
                    : exchange.answer(
                        new Reply(found.hours().stream().map(Row::of).toList(), found.complete())));
  }

  private static Instant moment(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static String csv(UsageHours found) {
    return found.hours().stream()
        .map(UsageHoursEndpoint::line)
        .collect(Collectors.joining("", COLUMNS, ""));
  }

  private static String line(Hour hour) {
    var totals = hour.totals();
    return List.of(
                hour.begins(),
                hour.key(),
                hour.user(),
                hour.scenario(),
                hour.plugin(),
                hour.model(),
                hour.adapter(),
                totals.calls(),
                totals.completed(),
                totals.failed(),
                totals.aborted(),
                totals.promptTokens(),
                totals.cachedTokens(),
                totals.generatedTokens(),
                totals.deliveredTokens(),
                totals.cost().toPlainString(),
                totals.currency())
            .stream()
            .map(value -> field(value.toString()))
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  /**
   * A field as RFC 4180 has it; what a spreadsheet would take for a formula begins with an
   * apostrophe.
   */
  static String field(String value) {
    var safe =
        value.matches("(?s)[=+@\\-\t\r].*") && !value.matches("-?[0-9.]+") ? "'" + value : value;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
