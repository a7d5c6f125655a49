package dev.atrium.platform.allowance;

import dev.atrium.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes that this one lives. What a node holds is good while it does: a node that
 * could not tell for {@link #TRUST} admits nothing from what it holds, and after {@link #LIFE} the
 * others take it for dead. Any thread.
 */
public final class NodeLife {
  static final Duration LIFE = Duration.ofSeconds(15);
  static final Duration TRUST = Duration.ofSeconds(10);
  private static final Duration BEAT = Duration.ofSeconds(3);
  private static final Logger LOG = LoggerFactory.getLogger(NodeLife.class);
  private static final String TELL =
      """
      INSERT INTO node (node, alive_until) VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
      ON CONFLICT (node) DO UPDATE SET alive_until = excluded.alive_until
      """;
  private static final String CLEAR =
      """
      DELETE FROM allowance_lease l
      WHERE l.node = $1
        OR NOT EXISTS (SELECT FROM node n WHERE n.node = l.node AND n.alive_until > now())
      """;
  private static final String FORGET =
      """
      DELETE FROM allowance
      WHERE (period = 'MINUTE' AND begins < now() - interval '1 hour')
        OR (period = 'HOUR' AND begins < now() - interval '1 day')
      """;

  private final Vertx vertx;
  private final Database database;
  private final String node;
  private final AtomicLong told = new AtomicLong(System.nanoTime() - LIFE.toNanos());
  private volatile long timer = -1;

  /**
   * @param node names this node; no other that runs at the same time has the name
   */
  public NodeLife(Vertx vertx, Database database, String node) {
    this.vertx = vertx;
    this.database = database;
    this.node = node;
  }

  public String node() {
    return node;
  }

  /**
   * Begins to live. What a node of this name held before is given back: call it when the calls that
   * it left open are in the ledger.
   */
  public Future<Void> start() {
    return database
        .withEveryTenant(
            connection ->
                connection
                    .preparedQuery(CLEAR)
                    .execute(Tuple.of(node))
                    .compose(cleared -> connection.query(FORGET).execute()))
        .compose(cleared -> tell())
        .onSuccess(living -> timer = vertx.setPeriodic(BEAT.toMillis(), beat -> beat()));
  }

  /** Ends at once: others need not wait until it is taken for dead. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    told.set(System.nanoTime() - LIFE.toNanos());
    return database.withEveryTenant(
        connection ->
            connection
                .preparedQuery(CLEAR)
                .execute(Tuple.of(node))
                .compose(
                    cleared ->
                        connection
                            .preparedQuery("DELETE FROM node WHERE node = $1")
                            .execute(Tuple.of(node)))
                .mapEmpty());
  }

  /** Whether the others still take this node for alive, by a wide margin. */
  boolean trusted() {
    return System.nanoTime() - told.get() < TRUST.toNanos();
  }

  private void beat() {
    tell()
        .onFailure(
            failure -> LOG.warn("Cannot tell that this node lives: {}", failure.getMessage()));
  }

  private Future<Void> tell() {
    var now = System.nanoTime();
    return database
        .withEveryTenant(
            connection -> connection.preparedQuery(TELL).execute(Tuple.of(node, LIFE.toMillis())))
        .onSuccess(done -> told.set(now))
        .mapEmpty();
  }
}
