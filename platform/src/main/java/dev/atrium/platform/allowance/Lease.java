package dev.atrium.platform.allowance;

import dev.atrium.platform.tenancy.Allowance;
import java.util.concurrent.TimeUnit;

/** What this node holds of one account. Used on its tenant's context. */
final class Lease {
  /** Two takings within this time make the next one larger. */
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** So long a recalled lease takes no more than it needs. */
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int LONG_IDLE_BEATS = 10;

  private final Account account;
  private Allowance rule;
  private long most;
  private int alertPercent;
  private long free;
  private long inUse;

  /** Of what is in use, the part of calls that are over and on their way to the ledger. */
  private long settling;

  /** What others left of {@code most} when last asked, and what calls used since. */
  private long available;

  private long usedSince;
  private long ahead;
  private long taken = System.nanoTime() - QUICK_NANOS;
  private long calmUntil = taken;
  private boolean plenty;
  private boolean recallable;
  private boolean shared;
  private boolean toldTooMuch;
  private boolean touched = true;
  private int idleBeats;
  private boolean opened;

  Lease(Account account, Allowance rule) {
    this.account = account;
    this.rule = rule;
    this.most = rule.what().units(rule.most());
    this.alertPercent = rule.alertPercent();
    this.available = most;
    this.opened = !account.countsThePast();
  }

  /** Takes up a rule that may have changed. */
  void follow(Allowance present) {
    if (present != rule) {
      rule = present;
      most = rule.what().units(rule.most());
      alertPercent = rule.alertPercent();
    }
  }

  Account account() {
    return account;
  }

  int alertPercent() {
    return alertPercent;
  }

  long most() {
    return most;
  }

  long held() {
    return free + inUse;
  }

  long free() {
    return free;
  }

  /** What may come back soon. */
  long spare() {
    return free + settling;
  }

  boolean opened() {
    return opened;
  }

  void open() {
    opened = true;
  }

  /** How much to ask for beyond what is needed, so that the next calls find it here. */
  long ahead(long need) {
    long now = System.nanoTime();
    boolean quick = now - taken < QUICK_NANOS;
    taken = now;
    if (now - calmUntil < 0) {
      ahead = 0;
    } else {
      ahead = quick ? Math.max(2 * ahead, 4 * need) : ahead / 2;
    }
    return Math.min(ahead, most / 4);
  }

  /** Whether it is time to ask for more, while calls still find enough here. */
  boolean low() {
    return free < ahead / 2 && plenty();
  }

  /** Takes in what the database answered. */
  void granted(AllowanceTable.Grant grant, AllowanceTable.Request asked) {
    long others = grant.held() - asked.held() - grant.granted();
    free += grant.granted();
    available = most - grant.used() - others;
    usedSince = 0;
    plenty = grant.plenty();
    recallable = grant.recallable();
    shared = others > 0;
    toldTooMuch = asked.held() + grant.granted() > held();
    if (!plenty) {
      ahead = 0;
    }
    if (grant.recalled()) {
      ahead = 0;
      calmUntil = System.nanoTime() + CALM_NANOS;
    }
  }

  /**
   * Whether waiting may help: here or elsewhere something may come back soon. What another node
   * gave back may be on its way, so nobody is refused at the first asking.
   */
  boolean hopeful(boolean first) {
    return recallable || settling > 0 || toldTooMuch || (first && shared);
  }

  boolean plenty() {
    return plenty && System.nanoTime() - calmUntil >= 0;
  }

  boolean has(long amount) {
    return free >= amount;
  }

  void take(long amount) {
    free -= amount;
    inUse += amount;
    touched = true;
  }

  /** Notes that the call for which so much was taken is over. */
  void settle(long amount) {
    settling += amount;
  }

  /** Ends the use of what was taken and settled; what was not used is free again. */
  void end(long amount, long used) {
    settling -= amount;
    inUse -= amount;
    usedSince += used;
    free += Math.max(0, amount - used);
  }

  /** Lets go of what is free. */
  void drop() {
    free = 0;
  }

  /** Whether nobody took anything for a while: shorter where others may need it. */
  boolean idle() {
    idleBeats = touched ? 0 : idleBeats + 1;
    touched = false;
    return idleBeats >= (plenty() ? LONG_IDLE_BEATS : 1);
  }

  boolean empty() {
    return held() == 0;
  }

  long remaining() {
    return Math.max(0, available - inUse - usedSince);
  }

  /** Whether so much is used that somebody should know. */
  boolean alerting() {
    return alertPercent > 0 && (most - remaining()) >= Math.ceilDiv(most, 100) * alertPercent;
  }

  Standing standing() {
    return new Standing(account.subject(), account.measure(), most, remaining(), account.ends());
  }
}
