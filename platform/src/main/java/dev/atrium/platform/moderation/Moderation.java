package dev.atrium.platform.moderation;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content filters of this node's tenants. Fails closed: a tenant whose lexicons could not be
 * read has no guard, and its calls are refused. What changes in the database is compiled anew
 * within seconds; calls under way end with the filter that they began with, and a lexicon that
 * cannot be compiled leaves the filter that was there.
 */
public final class Moderation {
  private static final Logger LOG = LoggerFactory.getLogger(Moderation.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final String UNFILTERED = "";

  /** Read in about a third of a millisecond. */
  private static final int LONG_BYTES = 16 << 10;

  private final Vertx vertx;
  private final LexiconStore store;
  private final Map<TenantId, Loaded> loaded = new ConcurrentHashMap<>();

  /** Filters, and the state of the lexicons that they were made from. */
  private record Loaded(Filters filters, String fingerprint) {}

  private Moderation(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.store = new LexiconStore(database);
  }

  /** Begins to watch the database for changes. */
  public static Moderation start(Vertx vertx, Database database) {
    var moderation = new Moderation(vertx, database);
    vertx.setPeriodic(ROUND.toMillis(), tick -> moderation.refresh());
    return moderation;
  }

  LexiconStore store() {
    return store;
  }

  /** Reads and compiles a tenant's lexicons; to be called before its first call. */
  public Future<Void> load(TenantId tenant) {
    return store.fingerprints().compose(now -> load(tenant, now.getOrDefault(tenant, UNFILTERED)));
  }

  /**
   * The guard of one call.
   *
   * @throws AtriumException {@code content_filter_unavailable}
   */
  public CallGuard guard(TenantId tenant, String callId) {
    var known = loaded.get(tenant);
    if (known == null) {
      throw AtriumException.outside(
          "content_filter_unavailable", "The content filter of this tenant has not been loaded.");
    }
    return known.filters().equals(Filters.NONE)
        ? CallGuard.OPEN
        : new CallGuard(known.filters(), met -> record(tenant, callId, met));
  }

  /**
   * What a caller sent as it may be used; much of it is read on a worker thread, because an event
   * loop may not be held for so long. Fails with {@code content_blocked}.
   *
   * @param bytes about how much it is
   * @param reading passes it through the guard
   */
  public <T> Future<T> input(CallGuard guard, int bytes, Function<CallGuard, T> reading) {
    if (bytes > LONG_BYTES && guard.filtersInput()) {
      return vertx.executeBlocking(() -> reading.apply(guard), false);
    }
    try {
      return Future.succeededFuture(reading.apply(guard));
    } catch (AtriumException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<Void> load(TenantId tenant, String fingerprint) {
    return store
        .lexicons(tenant)
        .compose(stored -> vertx.executeBlocking(() -> Filters.compile(stored), false))
        .onSuccess(filters -> loaded.put(tenant, new Loaded(filters, fingerprint)))
        .mapEmpty();
  }

  /** Loads what has changed since; a database that is away changes nothing. */
  private void refresh() {
    if (loaded.isEmpty()) {
      return;
    }
    store.fingerprints().onSuccess(this::reload);
  }

  private void reload(Map<TenantId, String> now) {
    loaded.forEach(
        (tenant, known) -> {
          var fingerprint = now.getOrDefault(tenant, UNFILTERED);
          if (!fingerprint.equals(known.fingerprint())) {
            load(tenant, fingerprint)
                .onFailure(
                    failure ->
                        LOG.error(
                            "The lexicons of {} changed and cannot be used: {}",
                            tenant,
                            failure.getMessage()));
          }
        });
  }

  private void record(TenantId tenant, String callId, List<Met> met) {
    store
        .record(tenant, callId, met)
        .onFailure(
            lost ->
                LOG.error(
                    "What the content filter met in call {} was not recorded: {}",
                    callId,
                    lost.getMessage()));
  }
}
