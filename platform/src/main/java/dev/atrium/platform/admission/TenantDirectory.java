package dev.atrium.platform.admission;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The Tenant actors of this node: deployed on first use, retired when idle for longer than any call
 * can last. Any thread.
 */
public final class TenantDirectory {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final DeploymentOptions OPTIONS = new DeploymentOptions();

  /** An actor and when it was last asked for. */
  private static final class Entry {
    private final Future<Void> started;
    private volatile long lastUse = System.nanoTime();

    Entry(Future<Void> started) {
      this.started = started;
    }
  }

  private final Supervisor supervisor;
  private final TenantServices services;
  private final Function<TenantId, Future<TenantTerms>> terms;
  private final Map<TenantId, Entry> entries = new ConcurrentHashMap<>();

  /**
   * @param terms fails for a tenant that is unknown
   */
  public TenantDirectory(
      Supervisor supervisor,
      TenantServices services,
      Function<TenantId, Future<TenantTerms>> terms) {
    this.supervisor = supervisor;
    this.services = services;
    this.terms = terms;
  }

  /** Completes when the tenant's actor answers on this node. */
  public Future<Void> ensure(TenantId tenant) {
    var entry = entries.computeIfAbsent(tenant, id -> new Entry(deploy(id)));
    entry.lastUse = System.nanoTime();
    return entry.started.succeeded()
        ? entry.started
        : entry.started.onFailure(failure -> entries.remove(tenant, entry));
  }

  /** Brings a tenant's actor, if it is here, to the tenant's present terms, or ends it with it. */
  public Future<Void> refresh(TenantId tenant) {
    var entry = entries.get(tenant);
    if (entry == null) {
      return Future.succeededFuture();
    }
    var address = Addresses.tenant(tenant.value());
    return entry
        .started
        .compose(started -> terms.apply(tenant))
        .compose(
            found ->
                services
                    .mesh()
                    .ask(address, new TenantActor.TermsChanged(found), TenantActor.Done.class)
                    .<Void>mapEmpty(),
            failure -> gone(failure) ? end(tenant, entry) : Future.failedFuture(failure));
  }

  private Future<Void> end(TenantId tenant, Entry entry) {
    return entries.remove(tenant, entry)
        ? supervisor.stop(Addresses.tenant(tenant.value()))
        : Future.succeededFuture();
  }

  private static boolean gone(Throwable failure) {
    return failure instanceof AtriumException ours && ours.code().equals("tenant_not_found");
  }

  /** Retires the actors that nobody asked for of late; call now and then. */
  public void retireIdle() {
    long now = System.nanoTime();
    entries.forEach(
        (tenant, entry) -> {
          boolean idle = now - entry.lastUse > IDLE.toNanos();
          if (idle && entry.started.succeeded() && entries.remove(tenant, entry)) {
            supervisor.stop(Addresses.tenant(tenant.value()));
          }
        });
  }

  private Future<Void> deploy(TenantId tenant) {
    return terms
        .apply(tenant)
        .compose(found -> supervisor.start(() -> new TenantActor(found, services), OPTIONS));
  }
}
