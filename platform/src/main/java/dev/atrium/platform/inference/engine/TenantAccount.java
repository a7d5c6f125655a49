package dev.atrium.platform.inference.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** One tenant's part of an engine: who waits, what was served. Guarded by the waiting room. */
final class TenantAccount {
  private static final Comparator<Sequence> ORDER =
      Comparator.comparingInt(Sequence::priority).reversed().thenComparingLong(Sequence::arrival);

  /** So many answers are remembered. */
  private static final int ANSWERS = 5;

  final String tenant;
  final TreeSet<Sequence> waiting = new TreeSet<>(ORDER);
  double weight = 1;

  /** Service so far, weighted: the virtual token counter. */
  double counter;

  /**
   * Cost that is still to come of what was admitted: prompts not computed yet, and answers as long
   * as this tenant's last ones were.
   */
  double promised;

  /** Tokens of this tenant's answers, a running mean over the last few. */
  private double answer;

  int running;
  TokenUsage served = TokenUsage.NONE;

  TenantAccount(String tenant) {
    this.tenant = tenant;
  }

  /** Tokens that an answer of this tenant will probably have. */
  int expectedAnswer(int most) {
    return (int) Math.min(most, Math.round(answer));
  }

  /** Learns from an answer that ended. */
  void learn(int generated) {
    answer += (generated - answer) / ANSWERS;
  }

  /** The counter as it will be when what was admitted is done. */
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
