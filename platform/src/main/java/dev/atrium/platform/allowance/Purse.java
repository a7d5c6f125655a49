package dev.atrium.platform.allowance;

import dev.atrium.platform.allowance.AllowanceTable.Grant;
import dev.atrium.platform.allowance.AllowanceTable.Request;
import dev.atrium.platform.allowance.Reservation.Part;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.tenancy.Allowance;
import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tenant's limits and budgets on this node: sets apart the most a call may use before it runs,
 * and takes back what it did not use. What is set apart was leased from the database, some of it
 * ahead of the calls, so that most calls wait for nothing; near an allowance's end each node takes
 * exactly what it needs, and what others can spare is recalled before anyone is refused. Used on
 * its tenant's context only.
 */
public final class Purse {
  private static final Logger LOG = LoggerFactory.getLogger(Purse.class);

  /** How long a call waits for what may come back from other calls and other nodes. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofMillis(25);
  private static final Duration BEAT = Duration.ofMillis(500);

  private final Vertx vertx;
  private final TenantId tenant;
  private List<Allowance> rules;
  private final AllowanceTable table;
  private final NodeLife life;
  private final Map<Account, Lease> leases = new TreeMap<>();
  private final List<Waiter> waiting = new ArrayList<>();
  private final Set<Lease> dirty = new HashSet<>();
  private final Set<Account> alerted = new HashSet<>();
  private boolean asking;
  private boolean retrying;

  /** A call that waits for its reservation. */
  private static final class Waiter {
    private final List<Part> parts;
    private final Promise<Reservation> promise = Promise.promise();
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();
    private boolean asked;

    Waiter(List<Part> parts) {
      this.parts = parts;
    }

    boolean late() {
      return System.nanoTime() - deadline > 0;
    }
  }

  /** What a node's purses share. */
  public record Treasury(Vertx vertx, Database database, NodeLife life) {
    public Purse purse(TenantId tenant, List<Allowance> rules) {
      return new Purse(this, tenant, rules);
    }
  }

  private Purse(Treasury treasury, TenantId tenant, List<Allowance> rules) {
    this.vertx = treasury.vertx();
    this.tenant = tenant;
    this.rules = rules;
    this.life = treasury.life();
    this.table = new AllowanceTable(treasury.database(), treasury.life());
  }

  /** Begins to give back what nobody takes; on the context that it is used on. */
  public void start() {
    vertx.setPeriodic(BEAT.toMillis(), beat -> beat());
  }

  /** Goes on with other limits and budgets; what was used of those that stay is not forgotten. */
  public void change(List<Allowance> changed) {
    rules = changed;
  }

  /** Whether calls are counted at all. */
  public boolean counts() {
    return !rules.isEmpty();
  }

  /**
   * Sets the most that a call may use apart, on all accounts or on none.
   *
   * @return fails with {@code insufficient_quota} if a budget is used up, {@code
   *     rate_limit_exceeded} if a limit is reached
   */
  public Future<Reservation> reserve(Demand demand) {
    var parts = parts(demand, Instant.now());
    if (parts.isEmpty()) {
      return Future.succeededFuture(Reservation.NONE);
    }
    if (!life.trusted()) {
      leases.values().forEach(Lease::drop);
    } else if (waiting.isEmpty() && fits(parts)) {
      var taken = take(parts);
      refill(parts);
      return Future.succeededFuture(taken);
    }
    var impossible = parts.stream().filter(part -> part.amount() > part.lease().most()).findFirst();
    if (impossible.isPresent()) {
      return Future.failedFuture(Refusals.tooLarge(impossible.get()));
    }
    var waiter = new Waiter(parts);
    waiting.add(waiter);
    ask();
    return waiter.promise.future();
  }

  /** How the allowances stand that a call would fall under. */
  public List<Standing> standings(Demand demand) {
    return parts(demand, Instant.now()).stream().map(part -> part.lease().standing()).toList();
  }

  /** Notes that a call is over; its ledger row is yet to be written. */
  public void settling(Reservation reservation) {
    for (var part : reservation.parts()) {
      part.lease().settle(part.amount());
      if (part.lease().account().measure() == Measure.CONCURRENT) {
        finish(part, 0);
      }
    }
    ask();
  }

  /**
   * Ends a reservation whose call is in the ledger.
   *
   * @param charge what the call used of an account
   */
  public void settled(Reservation reservation, ToLongFunction<Account> charge) {
    for (var part : reservation.parts()) {
      var account = part.lease().account();
      if (account.measure() != Measure.CONCURRENT) {
        finish(part, charge.applyAsLong(account));
      }
    }
    ask();
  }

  /** Gives a reservation back whose call did not run. */
  public void giveBack(Reservation reservation) {
    for (var part : reservation.parts()) {
      part.lease().settle(part.amount());
      finish(part, 0);
    }
    ask();
  }

  private void finish(Part part, long used) {
    var lease = part.lease();
    lease.end(part.amount(), used);
    if (!lease.plenty()) {
      lease.drop();
      dirty.add(lease);
    }
  }

  private List<Part> parts(Demand demand, Instant now) {
    var parts = new ArrayList<Part>(rules.size());
    for (var rule : rules) {
      subject(rule, demand)
          .map(subject -> lease(Account.of(rule, subject, now), rule))
          .ifPresent(lease -> parts.add(new Part(lease, amount(rule.what(), demand))));
    }
    return parts;
  }

  private static Optional<String> subject(Allowance rule, Demand demand) {
    return switch (rule.of()) {
      case TENANT -> Optional.of(Account.WHOLE_TENANT);
      case KEY -> Optional.of(demand.keyId()).filter(key -> isFor(rule, key)).map(Account::key);
      case USER -> demand.user().filter(user -> isFor(rule, user)).map(Account::user);
    };
  }

  private static boolean isFor(Allowance rule, String name) {
    return rule.only().isEmpty() || rule.only().get().equals(name);
  }

  private static long amount(Measure measure, Demand demand) {
    return switch (measure) {
      case REQUESTS, CONCURRENT -> 1;
      case TOKENS -> demand.tokens();
      case MONEY -> Measure.MONEY.units(demand.cost());
    };
  }

  private Lease lease(Account account, Allowance rule) {
    var lease = leases.computeIfAbsent(account, absent -> new Lease(account, rule));
    lease.follow(rule);
    return lease;
  }

  private static boolean fits(List<Part> parts) {
    for (var part : parts) {
      if (!part.lease().has(part.amount())) {
        return false;
      }
    }
    return true;
  }

  private Reservation take(List<Part> parts) {
    for (var part : parts) {
      part.lease().take(part.amount());
      alert(part.lease());
    }
    return new Reservation(parts, parts.stream().map(part -> part.lease().standing()).toList());
  }

  /** Asks for more before it is used up, so that calls do not wait where there is plenty. */
  private void refill(List<Part> parts) {
    if (asking) {
      return;
    }
    for (var part : parts) {
      if (part.lease().low()) {
        dirty.add(part.lease());
      }
    }
    ask();
  }

  /** Asks the database for what waiting calls need and tells it what changed; one at a time. */
  private void ask() {
    if (asking || (waiting.isEmpty() && dirty.isEmpty())) {
      return;
    }
    asking = true;
    var batch = List.copyOf(waiting);
    var requests = requests(batch);
    dirty.clear();
    open(requests)
        .compose(opened -> table.lease(tenant, requests))
        .onComplete(
            answered -> {
              asking = false;
              if (answered.succeeded()) {
                granted(requests, answered.result());
                decide(batch);
              } else {
                requests.forEach(request -> dirty.add(request.lease()));
                refuse(batch, answered.cause());
              }
            });
  }

  private List<Request> requests(List<Waiter> batch) {
    var needs = new HashMap<Lease, Long>();
    for (var waiter : batch) {
      waiter.parts.forEach(part -> needs.merge(part.lease(), part.amount(), Long::sum));
    }
    dirty.forEach(lease -> needs.putIfAbsent(lease, 0L));
    return needs.entrySet().stream()
        .map(entry -> request(entry.getKey(), entry.getValue()))
        .sorted((one, other) -> one.lease().account().compareTo(other.lease().account()))
        .toList();
  }

  private static Request request(Lease lease, long wanted) {
    long need = Math.max(lease.low() ? 1 : 0, wanted - lease.free());
    long ahead = need == 0 ? 0 : lease.ahead(need);
    return new Request(lease, lease.held(), lease.spare(), need, need + ahead);
  }

  private Future<Void> open(List<Request> requests) {
    var unopened = requests.stream().map(Request::lease).filter(lease -> !lease.opened()).toList();
    return unopened.isEmpty()
        ? Future.succeededFuture()
        : table.open(tenant, unopened).onSuccess(done -> unopened.forEach(Lease::open));
  }

  private void granted(List<Request> requests, List<Grant> grants) {
    for (int index = 0; index < requests.size(); index++) {
      var lease = requests.get(index).lease();
      var grant = grants.get(index);
      lease.granted(grant, requests.get(index));
      if (grant.recalled() && lease.free() > 0 && waiting.isEmpty()) {
        lease.drop();
        dirty.add(lease);
      }
    }
  }

  /** Admits in order of arrival who finds enough; the others wait on if that may help. */
  private void decide(List<Waiter> batch) {
    boolean hope = false;
    for (var waiter : batch) {
      if (fits(waiter.parts)) {
        waiting.remove(waiter);
        waiter.promise.complete(take(waiter.parts));
        continue;
      }
      var lacking = lacking(waiter);
      boolean first = !waiter.asked;
      waiter.asked = true;
      if (lacking.stream().allMatch(lease -> lease.hopeful(first)) && !waiter.late()) {
        hope = true;
      } else {
        waiting.remove(waiter);
        waiter.promise.fail(Refusals.exhausted(lacking.getFirst()));
      }
    }
    giveUpRests();
    next(hope);
  }

  private static List<Lease> lacking(Waiter waiter) {
    return waiter.parts.stream()
        .filter(part -> !part.lease().has(part.amount()))
        .map(Part::lease)
        .toList();
  }

  /** What no waiting call could take goes back, where it may be somebody else's last. */
  private void giveUpRests() {
    if (waiting.isEmpty()) {
      for (var lease : leases.values()) {
        if (!lease.plenty() && lease.free() > 0) {
          lease.drop();
          dirty.add(lease);
        }
      }
    }
  }

  private void next(boolean hope) {
    if (!hope) {
      ask();
    } else if (!retrying) {
      retrying = true;
      vertx.setTimer(
          RETRY.toMillis(),
          timer -> {
            retrying = false;
            ask();
          });
    }
  }

  private void refuse(List<Waiter> batch, Throwable failure) {
    for (var waiter : batch) {
      waiting.remove(waiter);
      waiter.promise.fail(failure);
    }
    if (!waiting.isEmpty()) {
      ask();
    }
  }

  /** Tells what is held, gives back what nobody took since, and forgets what is over. */
  private void beat() {
    var now = Instant.now();
    for (var lease : List.copyOf(leases.values())) {
      boolean idle = lease.idle();
      if (idle && lease.empty() && !dirty.contains(lease)) {
        leases.remove(lease.account());
      } else if (lease.free() > 0) {
        if (idle || !now.isBefore(lease.account().ends())) {
          lease.drop();
        }
        dirty.add(lease);
      }
    }
    alerted.removeIf(account -> !now.isBefore(account.ends()));
    ask();
  }

  private void alert(Lease lease) {
    if (lease.alerting() && alerted.add(lease.account())) {
      table
          .alert(tenant, lease)
          .onSuccess(
              first -> {
                if (first) {
                  LOG.warn("Tenant {} reached the alert of {}", tenant, lease.account().measure());
                }
              })
          .onFailure(failure -> alerted.remove(lease.account()));
    }
  }
}
