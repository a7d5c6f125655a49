package dev.atrium.platform.gateway.account;

import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.metering.UsageReport;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** {@code GET /v1/usage}. */
public final class UsageEndpoint implements Endpoint {
  private final CallDesk desk;

  public UsageEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    int rows = exchange.query("rows").map(Integer::parseInt).orElse(0);
    var question = new UsageQuestion(moment(exchange, "from"), moment(exchange, "to"), rows);
    return desk.ask(exchange, question, UsageReport.class)
        .compose(report -> exchange.answer(UsageReply.of(report)));
  }

  private static Optional<Instant> moment(Exchange exchange, String name) {
    return exchange.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
  }
}
