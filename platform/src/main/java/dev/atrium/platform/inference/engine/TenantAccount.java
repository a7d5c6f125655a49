package dev.atrium.platform.inference.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** One tenant's part of an engine: who waits, what was served. Guarded by the waiting room. */
final class TenantAccount {
  private static final Comparator<Sequence> ORDER =
      Comparator.comparingInt(Sequence::priority).reversed().thenComparingLong(Sequence::arrival);

  final String tenant;
  final TreeSet<Sequence> waiting = new TreeSet<>(ORDER);
  double weight = 1;

  /** Service so far, weighted: the virtual token counter. */
  double counter;

  /** Cost of prompts that were admitted and are not computed yet. */
  double promised;

  int running;
  TokenUsage served = TokenUsage.NONE;

  TenantAccount(String tenant) {
    this.tenant = tenant;
  }

  /** The counter as it will be when what was admitted is computed. */
  double counterToBe() {
    return counter + promised / weight;
  }

  /** Who is next: the highest priority, then who came first, of those that may begin. */
  Optional<Sequence> next() {
    return waiting.stream().filter(Sequence::mayBegin).findFirst();
  }

  boolean idle() {
    return waiting.isEmpty() && running == 0;
  }
}
