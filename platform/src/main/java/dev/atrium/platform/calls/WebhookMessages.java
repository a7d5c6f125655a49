package dev.atrium.platform.calls;

import dev.atrium.platform.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What may be asked about a tenant's webhooks. */
public final class WebhookMessages {
  private WebhookMessages() {}

  /** Adds a webhook. Answered with {@link Webhook}, its secret this once. */
  public record AddWebhook(TenantId tenant, String url, List<String> events) {
    public AddWebhook {
      events = List.copyOf(events);
    }
  }

  /** Takes a webhook away. Answered with {@link Webhooks}. */
  public record DropWebhook(TenantId tenant, String id) {}

  /** Asks which webhooks there are. Answered with {@link Webhooks}. */
  public record WebhooksQuestion(TenantId tenant) {}

  /** Sends a webhook an event that tells nothing. Answered with {@link TestSent}. */
  public record TestWebhook(TenantId tenant, String id) {}

  /** Asks how telling a webhook went of late. Answered with {@link Deliveries}. */
  public record DeliveriesQuestion(TenantId tenant, String id) {}

  /** The test's event. */
  public record TestSent(String event) {}

  /**
   * A webhook.
   *
   * @param secret only when it was just made
   * @param disabled since when its receiver says that it is gone
   */
  public record Webhook(
      String id,
      String url,
      List<String> events,
      Instant created,
      Optional<Instant> disabled,
      Optional<String> secret) {
    public Webhook {
      events = List.copyOf(events);
    }
  }

  /** The webhooks of a tenant. */
  public record Webhooks(List<Webhook> webhooks) {
    public Webhooks {
      webhooks = List.copyOf(webhooks);
    }
  }

  /**
   * An event on its way, or there.
   *
   * @param outcome of the last attempt, for people
   * @param next when it is tried next, if it is
   */
  public record Delivery(
      String event,
      String type,
      int attempts,
      String outcome,
      Optional<Instant> delivered,
      Optional<Instant> next) {}

  /** Deliveries to one webhook, newest first. */
  public record Deliveries(List<Delivery> deliveries) {
    public Deliveries {
      deliveries = List.copyOf(deliveries);
    }
  }
}
