package dev.atrium.platform.gateway.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.calls.WebhookMessages.AddWebhook;
import dev.atrium.platform.calls.WebhookMessages.Deliveries;
import dev.atrium.platform.calls.WebhookMessages.DeliveriesQuestion;
import dev.atrium.platform.calls.WebhookMessages.Delivery;
import dev.atrium.platform.calls.WebhookMessages.DropWebhook;
import dev.atrium.platform.calls.WebhookMessages.TestSent;
import dev.atrium.platform.calls.WebhookMessages.TestWebhook;
import dev.atrium.platform.calls.WebhookMessages.Webhook;
import dev.atrium.platform.calls.WebhookMessages.Webhooks;
import dev.atrium.platform.calls.WebhookMessages.WebhooksQuestion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/webhooks}: where the tenant wants to be told. */
public final class WebhookEndpoints {
  private final CallDesk desk;

  public WebhookEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  /** By the operation's id. */
  public Map<String, Endpoint> all() {
    return Map.of(
        "listWebhooks", this::list,
        "addWebhook", this::add,
        "dropWebhook", this::drop,
        "testWebhook", this::test,
        "listDeliveries", this::deliveries);
  }

  record Request(String url, List<String> events) {}

  record Listed(List<Shown> webhooks) {
    static Listed of(Webhooks found) {
      return new Listed(found.webhooks().stream().map(Shown::of).toList());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Shown(
      String id,
      String url,
      List<String> events,
      Instant created,
      Optional<Instant> disabled,
      Optional<String> secret) {
    static Shown of(Webhook webhook) {
      return new Shown(
          webhook.id(),
          webhook.url(),
          webhook.events(),
          webhook.created(),
          webhook.disabled(),
          webhook.secret());
    }
  }

  record Told(List<Attempted> deliveries) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Attempted(
      String event,
      String type,
      int attempts,
      String outcome,
      Optional<Instant> delivered,
      Optional<Instant> next) {
    static Attempted of(Delivery delivery) {
      return new Attempted(
          delivery.event(),
          delivery.type(),
          delivery.attempts(),
          delivery.outcome(),
          delivery.delivered(),
          delivery.next());
    }
  }

  private Future<Void> list(Exchange exchange) {
    return ask(new WebhooksQuestion(tenant(exchange)), Webhooks.class)
        .compose(found -> exchange.answer(Listed.of(found)));
  }

  private Future<Void> add(Exchange exchange) {
    var wanted = exchange.body(Request.class);
    return ask(new AddWebhook(tenant(exchange), wanted.url(), wanted.events()), Webhook.class)
        .compose(added -> exchange.answer(Shown.of(added)));
  }

  private Future<Void> drop(Exchange exchange) {
    return ask(new DropWebhook(tenant(exchange), id(exchange)), Webhooks.class)
        .compose(left -> exchange.answer(Listed.of(left)));
  }

  private Future<Void> test(Exchange exchange) {
    return ask(new TestWebhook(tenant(exchange), id(exchange)), TestSent.class)
        .compose(exchange::answer);
  }

  private Future<Void> deliveries(Exchange exchange) {
    return ask(new DeliveriesQuestion(tenant(exchange), id(exchange)), Deliveries.class)
        .map(found -> new Told(found.deliveries().stream().map(Attempted::of).toList()))
        .compose(exchange::answer);
  }

  private <R extends Record> Future<R> ask(Record question, Class<R> answer) {
    return desk.mesh().ask(Addresses.WEBHOOKS, question, answer);
  }

  private static TenantId tenant(Exchange exchange) {
    return exchange.principal().tenant();
  }

  private static String id(Exchange exchange) {
    return exchange.pathParameter("webhook");
  }
}
