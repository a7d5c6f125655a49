package dev.atrium.platform.inference.engine;

import dev.atrium.platform.inference.engine.KvSlots.Content;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides what the next step computes: one token for every sequence that is being decoded, then
 * pieces of prompts, in turn, up to a budget. Sequences join as slots become free. Pure
 * bookkeeping; the engine's thread only.
 */
final class Scheduler {

  /** Prompts are computed in pieces of this many tokens. */
  static final int PIECE = 64;

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
  private final KvSlots slots;
  private final List<Sequence> running = new ArrayList<>();

  Scheduler(EngineSettings settings, WaitingRoom room, KvSlots slots) {
    this.settings = settings;
    this.room = room;
    this.slots = slots;
  }

  List<Sequence> running() {
    return List.copyOf(running);
  }

  Batch schedule() {
    admit();
    var rows = new ArrayList<Row>();
    var owners = new ArrayList<Sequence>();
    for (var sequence : running) {
      if (sequence.isDecoding()) {
        rows.add(sequence.decodeRow());
        owners.add(sequence);
      }
    }
    addPrompts(rows, owners);
    return new Batch(new StepPlan(rows), owners);
  }

  /** Gives back what an ended sequence held; its prompt may serve again. */
  void release(Sequence sequence) {
    release(sequence, sequence.content());
  }

  /** Gives back what a sequence held after a step that failed: nobody knows what is in it. */
  void discard(Sequence sequence) {
    release(sequence, Content.NOTHING);
  }

  private void release(Sequence sequence, Content content) {
    if (running.remove(sequence)) {
      slots.release(sequence.slot(), sequence.worstCase(), content);
    }
  }

  private void admit() {
    for (var next = room.first(); next.isPresent(); next = room.first()) {
      var sequence = next.get();
      var place = slots.acquire(sequence.tenant(), sequence.prompt(), sequence.worstCase());
      if (place.isEmpty()) {
        return;
      }
      room.remove(waiting -> waiting == sequence);
      sequence.admit(place.get());
      running.add(sequence);
    }
  }

  /** One piece of each prompt in turn, until the budget is spent; at least one piece. */
  private void addPrompts(List<Row> rows, List<Sequence> owners) {
    var budget = rows.isEmpty() ? settings.prefillTokens() : settings.prefillTokensBesideDecoding();
    var prompts = running.stream().filter(sequence -> !sequence.isDecoding()).toList();
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
}
