package dev.atrium.platform.webhook;

import dev.atrium.platform.calls.WebhookMessages.AddWebhook;
import dev.atrium.platform.calls.WebhookMessages.Deliveries;
import dev.atrium.platform.calls.WebhookMessages.DeliveriesQuestion;
import dev.atrium.platform.calls.WebhookMessages.DropWebhook;
import dev.atrium.platform.calls.WebhookMessages.TestSent;
import dev.atrium.platform.calls.WebhookMessages.TestWebhook;
import dev.atrium.platform.calls.WebhookMessages.Webhook;
import dev.atrium.platform.calls.WebhookMessages.Webhooks;
import dev.atrium.platform.calls.WebhookMessages.WebhooksQuestion;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** Answers tenants' messages about their webhooks, and keeps this node's courier going. */
public final class WebhookActor extends Actor {
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int ROUNDS_PER_MINUTE = 60;

  private final WebhookStore store;
  private final TargetPolicy policy;
  private final Database database;
  private final InstantSource clock;
  private long rounds;

  public WebhookActor(Database database, TargetPolicy policy, InstantSource clock) {
    super(Addresses.WEBHOOKS);
    this.store = new WebhookStore(database);
    this.policy = policy;
    this.database = database;
    this.clock = clock;
    on(AddWebhook.class, this::add);
    on(
        DropWebhook.class,
        drop ->
            store
                .drop(drop.tenant(), drop.id())
                .compose(gone -> store.list(drop.tenant()))
                .map(Webhooks::new));
    on(WebhooksQuestion.class, asked -> store.list(asked.tenant()).map(Webhooks::new));
    on(
        TestWebhook.class,
        test -> store.test(test.tenant(), test.id(), clock.instant()).map(TestSent::new));
    on(
        DeliveriesQuestion.class,
        asked -> store.deliveries(asked.tenant(), asked.id()).map(Deliveries::new));
  }

  private Future<Webhook> add(AddWebhook wanted) {
    policy.check(wanted.url());
    return store.add(wanted);
  }

  @Override
  public Future<?> start() {
    var courier = new Courier(vertx, database, policy, clock);
    return super.start()
        .onSuccess(
            started -> vertx.setPeriodic(ROUND.toMillis(), timer -> courier.round(rounds())));
  }

  /** Whether usage is looked at in this round. */
  private boolean rounds() {
    return rounds++ % ROUNDS_PER_MINUTE == 0;
  }
}
