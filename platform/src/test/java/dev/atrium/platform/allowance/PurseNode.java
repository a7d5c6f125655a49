package dev.atrium.platform.allowance;

import static dev.atrium.platform.database.TestPostgres.await;

import dev.atrium.platform.allowance.Purse.Treasury;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.DatabaseAccess;
import dev.atrium.platform.tenancy.Allowance;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A node with nothing but one tenant's purse; its calls are settled as the ledger would. */
final class PurseNode implements AutoCloseable {
  static final TenantId TENANT = new TenantId("bank");

  private final Vertx vertx = Vertx.vertx();
  private final Database database;
  private final NodeLife life;
  private final Context context = vertx.getOrCreateContext();
  private final Purse purse;

  PurseNode(DatabaseAccess access, List<Allowance> rules) {
    database = Database.connect(vertx, access, 2);
    life = new NodeLife(vertx, database, UUID.randomUUID().toString());
    // a machine that starts several of these at once may be late with the first connection
    await(life.start().recover(late -> life.start()).recover(late -> life.start()));
    purse = new Treasury(vertx, database, life).purse(TENANT, rules);
    context.runOnContext(start -> purse.start());
  }

  static Demand demand(long tokens, Optional<String> user) {
    return new Demand("key_1", user, tokens, BigDecimal.valueOf(tokens, 3));
  }

  Future<Reservation> reserve(Demand demand) {
    return onContext(() -> purse.reserve(demand));
  }

  /** Ends a call that used so many tokens, as its ledger row would. */
  Future<Void> settle(Reservation reservation, long tokens) {
    return onContext(
            () -> {
              purse.settling(reservation);
              return Future.<Void>succeededFuture();
            })
        .compose(settling -> charge(reservation, tokens))
        .compose(
            charged ->
                onContext(
                    () -> {
                      purse.settled(
                          reservation,
                          account -> account.charge(tokens, BigDecimal.valueOf(tokens, 3)));
                      return Future.succeededFuture();
                    }));
  }

  Future<Void> giveBack(Reservation reservation) {
    return onContext(
        () -> {
          purse.giveBack(reservation);
          return Future.succeededFuture();
        });
  }

  private Future<Void> charge(Reservation reservation, long tokens) {
    var settlement = new Settlement();
    for (var account : reservation.accounts()) {
      settlement.add(TENANT, account, account.charge(tokens, BigDecimal.valueOf(tokens, 3)));
    }
    return database.withEveryTenant(settlement::charge);
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    var promise = Promise.<T>promise();
    context.runOnContext(run -> work.get().onComplete(promise));
    return promise.future();
  }

  /** Ends like a killed process: tells nobody. */
  void kill() {
    await(vertx.close());
  }

  @Override
  public void close() {
    await(life.stop());
    await(vertx.close());
  }
}
