package dev.atrium.platform.inference.engine;

import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.engine.cache.KvMove;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Decides what the next step computes: one token for every sequence that is being decoded, then
 * pieces of prompts, in turn, up to a budget. Where there is not room for all, the tenant that was
 * served least comes first. Pure bookkeeping; the engine's thread only.
 */
final class Scheduler {

  /** Prompts are computed in pieces of this many tokens. */
  static final int PIECE = KvSpace.BLOCK;

  /** A plan, and whose each of its rows is. */
  record Batch(StepPlan plan, List<Sequence> owners) {
    boolean isEmpty() {
      return owners.isEmpty();
    }

    /** Tokens of prompts among the plan's. */
    int promptTokens() {
      return IntStream.range(0, owners.size())
          .filter(i -> plan.rows().get(i).past() < owners.get(i).promptLength())
          .map(i -> plan.rows().get(i).tokens().length)
          .sum();
    }
  }

  private final EngineSettings settings;
  private final WaitingRoom room;
  private KvSpace space;
  private final List<Sequence> running = new ArrayList<>();

  Scheduler(EngineSettings settings, WaitingRoom room, KvSpace space) {
    this.settings = settings;
    this.room = room;
    this.space = space;
  }

  List<Sequence> running() {
    return List.copyOf(running);
  }

  Batch schedule() {
    admit();
    var rows = new ArrayList<Row>();
    var owners = new ArrayList<Sequence>();
    for (var sequence : decoding()) {
      rows.add(sequence.decodeRow());
      owners.add(sequence);
    }
    addPrompts(rows, owners);
    var moves = rows.isEmpty() ? List.<KvMove>of() : space.takeMoves();
    return new Batch(new StepPlan(rows, moves), owners);
  }

  /** Gives back what an ended sequence held; its prompt may serve again. */
  void release(Sequence sequence) {
    if (running.contains(sequence)) {
      promptComputed(sequence);
      discard(sequence);
    }
  }

  /** Gives back what a sequence held after a step that failed: nobody knows what is in it. */
  void discard(Sequence sequence) {
    if (running.remove(sequence)) {
      space.release(sequence.lease());
      room.end(sequence);
    }
  }

  /** Keeps a prompt that is computed now, so that others may begin with it at once. */
  void promptComputed(Sequence sequence) {
    if (sequence.sharesPrompt()) {
      space.keep(sequence.lease(), sequence.prompt(), sequence.computed());
    }
  }

  /** Goes on with an empty cache: who runs waits again, and is computed anew. */
  void restart(KvSpace empty) {
    space = empty;
    running.forEach(room::back);
    running.clear();
  }

  private void admit() {
    while (admitOne()) {
      // the next may be another tenant's turn
    }
  }

  /**
   * Admits the next of the least served tenant that may begin; false if nobody may. Who finds no
   * memory holds up those behind, or it would never find any.
   */
  private boolean admitOne() {
    for (var next : room.nextOfEach()) {
      if (mayRun(next) && space.mayTake(next.tenant(), next.worstCase())) {
        var lease = space.admit(next.prefixKey(), next.prompt(), next.worstCase());
        lease.ifPresent(
            found -> {
              next.admit(found);
              room.begin(next);
              running.add(next);
            });
        return lease.isPresent();
      }
    }
    return false;
  }

  /**
   * A step decodes so many sequences at the most. When they are all there, a tenant that was served
   * least and has less than its part of them may still come in: the sequences of others wait in
   * their places.
   */
  private boolean mayRun(Sequence next) {
    if (running.size() < settings.sequences()) {
      return true;
    }
    return running.size() < 2 * settings.sequences()
        && room.isServedLeast(next)
        && isBelowItsPart(next);
  }

  private boolean isBelowItsPart(Sequence next) {
    var weights = new HashMap<String, Double>();
    running.forEach(each -> weights.put(each.tenant(), each.weight()));
    weights.put(next.tenant(), next.weight());
    var total = weights.values().stream().mapToDouble(weight -> weight).sum();
    var own = running.stream().filter(each -> each.tenant().equals(next.tenant())).count();
    var part = Math.max(1, settings.sequences() * next.weight() / total);
    return own < part;
  }

  /** The sequences that get a token now, those of the least served tenants first. */
  private List<Sequence> decoding() {
    var ready = running.stream().filter(Sequence::isDecoding).toList();
    return ready.size() <= settings.sequences()
        ? ready
        : fairly(ready).subList(0, settings.sequences());
  }

  private List<Sequence> fairly(List<Sequence> sequences) {
    var counters = new HashMap<String, Double>(room.counters());
    var left = new ArrayList<>(sequences);
    var chosen = new ArrayList<Sequence>();
    while (chosen.size() < sequences.size()) {
      var next = left.stream().min(order(counters)).orElseThrow();
      left.remove(next);
      chosen.add(next);
      counters.merge(next.tenant(), WaitingRoom.GENERATED_COST / next.weight(), Double::sum);
    }
    return chosen;
  }

  private static Comparator<Sequence> order(Map<String, Double> counters) {
    return Comparator.<Sequence>comparingDouble(each -> counters.getOrDefault(each.tenant(), 0.0))
        .thenComparing(Comparator.comparingInt(Sequence::priority).reversed())
        .thenComparingLong(Sequence::arrival);
  }

  /** One piece of each prompt in turn, until the budget is spent; at least one piece. */
  private void addPrompts(List<Row> rows, List<Sequence> owners) {
    var budget = rows.isEmpty() ? settings.prefillTokens() : settings.prefillTokensBesideDecoding();
    var waiting = running.stream().filter(sequence -> !sequence.isDecoding()).toList();
    var prompts = waiting.size() > 1 ? byService(waiting) : waiting;
    var next = prompts.stream().mapToInt(Sequence::computed).toArray();
    for (var progress = true; progress; ) {
      progress = false;
      for (var i = 0; i < next.length && budget > 0; i++) {
        if (next[i] < prompts.get(i).promptLength()) {
          var row = prompts.get(i).promptRow(next[i], PIECE);
          rows.add(row);
          owners.add(prompts.get(i));
          next[i] += row.tokens().length;
          budget -= row.tokens().length;
          progress = true;
        }
      }
    }
  }

  /** Prompts of the tenants with least to come first, so that a single question is not held up. */
  private List<Sequence> byService(List<Sequence> prompts) {
    return prompts.stream().sorted(order(room.countersToBe())).toList();
  }
}
