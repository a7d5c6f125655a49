package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The bounded queues between callers and the engine's thread, one for each tenant, and the counters
 * that say whose turn it is: the tenant that was served least comes first (virtual token counters:
 * Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024). A tenant that comes back
 * is lifted to those who waited: idleness earns no credit. Any thread.
 */
final class WaitingRoom {
  /** Service that a computed prompt token and a generated token cost; the paper's. */
  static final double PROMPT_COST = 1;

  static final double GENERATED_COST = 2;

  /** Above so many tenants those without debt are forgotten. */
  private static final int MANY_TENANTS = 4096;

  private final int limit;
  private final int tenantLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, TenantAccount> accounts = new HashMap<>();
  private double lastLeft;
  private long arrivals;
  private int waiting;
  private boolean closed;
  private boolean woken;

  /**
   * @param limit sequences that may wait
   * @param tenantLimit sequences of one tenant that may wait
   */
  WaitingRoom(int limit, int tenantLimit) {
    this.limit = limit;
    this.tenantLimit = tenantLimit;
  }

  /**
   * Lets sequences of one tenant in, or refuses all: {@code queue_full} or {@code
   * tenant_queue_full} with a hint when to come back.
   */
  void enter(List<Sequence> sequences, Duration retryAfter) {
    locked(
        () -> {
          if (closed) {
            throw shuttingDown();
          }
          var account = account(sequences.getFirst());
          requireRoom(account, sequences.size(), retryAfter);
          if (account.waiting.isEmpty()) {
            account.counter = Math.max(account.counter, leastWaiting());
          }
          for (var sequence : sequences) {
            sequence.arrived(arrivals++);
            account.waiting.add(sequence);
            waiting++;
          }
          changed.signal();
          return account;
        });
  }

  private TenantAccount account(Sequence sequence) {
    if (accounts.size() >= MANY_TENANTS && !accounts.containsKey(sequence.tenant())) {
      var least = leastWaiting();
      accounts.values().removeIf(each -> each.idle() && each.counter <= least);
    }
    var account = accounts.computeIfAbsent(sequence.tenant(), TenantAccount::new);
    account.weight = sequence.weight();
    return account;
  }

  private void requireRoom(TenantAccount account, int count, Duration retryAfter) {
    if (waiting + count > limit) {
      throw AtriumException.capacity(
          "queue_full",
          "The model's queue is full (" + waiting + " waiting). Try again later.",
          retryAfter);
    }
    if (account.waiting.size() + count > tenantLimit) {
      throw AtriumException.capacity(
          "tenant_queue_full",
          "This tenant has "
              + account.waiting.size()
              + " requests waiting for the model, and may have "
              + tenantLimit
              + ". Try again later.",
          retryAfter);
    }
  }

  /** The least counter of those who wait, else that of the last who stopped waiting. */
  private double leastWaiting() {
    return accounts.values().stream()
        .filter(each -> !each.waiting.isEmpty())
        .mapToDouble(each -> each.counter)
        .min()
        .orElse(lastLeft);
  }

  /** The next sequence of each tenant that has one, the least served tenant's first. */
  List<Sequence> nextOfEach() {
    return locked(
        () ->
            accounts.values().stream()
                .sorted(Comparator.comparingDouble(TenantAccount::counterToBe))
                .flatMap(each -> each.next().stream())
                .toList());
  }

  /** Whether nobody who waits was served less than this sequence's tenant. */
  boolean isServedLeast(Sequence sequence) {
    return locked(() -> account(sequence).counter <= leastWaiting());
  }

  /** Takes a sequence out because it runs from now on. */
  void begin(Sequence sequence) {
    locked(
        () -> {
          var account = account(sequence);
          if (account.waiting.remove(sequence)) {
            waiting--;
            lastLeft = account.counter;
          }
          account.running++;
          sequence.expect(account.expectedAnswer(sequence.maxTokens()));
          account.promised += toCome(sequence);
          return account;
        });
  }

  private static double toCome(Sequence sequence) {
    return PROMPT_COST * sequence.promptLeft() + GENERATED_COST * sequence.answerLeft();
  }

  /** Lets a sequence wait again that ran; its arrival puts it before who came later. */
  void back(Sequence sequence) {
    locked(
        () -> {
          var account = account(sequence);
          account.running--;
          account.promised -= toCome(sequence);
          sequence.restart();
          account.waiting.add(sequence);
          waiting++;
          return account;
        });
  }

  /** Charges what a step did for a sequence; its next token is not accepted yet. */
  void served(Sequence sequence, int promptTokens, int generated) {
    locked(
        () -> {
          var account = account(sequence);
          account.promised -= PROMPT_COST * promptTokens;
          account.promised -= GENERATED_COST * Math.min(generated, sequence.answerLeft());
          var cost = PROMPT_COST * promptTokens + GENERATED_COST * generated;
          account.counter += cost / account.weight;
          return account;
        });
  }

  /** Notes the end of a sequence that ran. */
  void end(Sequence sequence) {
    locked(
        () -> {
          var account = account(sequence);
          account.running--;
          account.promised -= toCome(sequence);
          account.learn(sequence.usage().generated());
          account.served = account.served.plus(sequence.usage());
          return account;
        });
  }

  /** Each tenant's counter. */
  Map<String, Double> counters() {
    return counters(account -> account.counter);
  }

  /** Each tenant's counter as it will be when what was admitted is done. */
  Map<String, Double> countersToBe() {
    return counters(TenantAccount::counterToBe);
  }

  private Map<String, Double> counters(ToDoubleFunction<TenantAccount> reading) {
    return locked(
        () -> {
          var found = new HashMap<String, Double>();
          accounts.values().forEach(each -> found.put(each.tenant, reading.applyAsDouble(each)));
          return found;
        });
  }

  /**
   * What each tenant has, by name.
   *
   * @param kept prompt tokens kept for a tenant
   */
  Map<String, TenantLoad> loads(ToLongFunction<String> kept) {
    return locked(
        () -> {
          var found = new TreeMap<String, TenantLoad>();
          accounts
              .values()
              .forEach(
                  each ->
                      found.put(
                          each.tenant,
                          new TenantLoad(
                              each.waiting.size(),
                              each.running,
                              each.served,
                              each.counter,
                              kept.applyAsLong(each.tenant))));
          return found;
        });
  }

  /** Takes out all sequences for which this holds. */
  List<Sequence> remove(Predicate<Sequence> condition) {
    return locked(
        () -> {
          var removed = new ArrayList<Sequence>();
          for (var account : accounts.values()) {
            var mine = account.waiting.stream().filter(condition).toList();
            mine.forEach(account.waiting::remove);
            removed.addAll(mine);
          }
          waiting -= removed.size();
          return removed;
        });
  }

  /** Waits until there is something to do, at most this long; may return early. */
  @SuppressWarnings("WaitNotInLoop")
  void await(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      if (waiting == 0 && !closed && !woken) {
        var _ = changed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait of the engine's thread, now or the next time. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everyone from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return locked(() -> closed);
  }

  int size() {
    return locked(() -> waiting);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  static AtriumException shuttingDown() {
    return AtriumException.capacity(
        "model_stopping", "The model is being stopped. Try again later.", Duration.ofSeconds(5));
  }
}
