package dev.atrium.platform.inference.engine;

import dev.atrium.platform.inference.engine.StepPlan.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * A model without weights: the next token is a function of all tokens in the slot and of the
 * uniform number. Checks what a real runner relies on: rows go on exactly where their slot ends.
 */
final class FakeRunner implements ModelRunner {
  static final int VOCABULARY = 256;

  private final int slots;
  private final int context;
  private final List<List<Integer>> cache = new ArrayList<>();
  final List<StepPlan> plans = new ArrayList<>();
  boolean failing;
  boolean closed;

  FakeRunner(int slots, int context) {
    this.slots = slots;
    this.context = context;
    for (var i = 0; i < slots; i++) {
      cache.add(new ArrayList<>());
    }
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public int contextTokens() {
    return context;
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public StepResult run(StepPlan plan) {
    plans.add(plan);
    if (failing) {
      throw new IllegalStateException("the device is gone");
    }
    var chosen = new ArrayList<Integer>();
    for (var row : plan.rows()) {
      var slot = write(row);
      row.draw().ifPresent(draw -> chosen.add(next(slot, draw.temperature(), draw.uniform())));
    }
    return StepResult.of(chosen.stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Integer> write(Row row) {
    var slot = cache.get(row.slot());
    if (slot.size() > row.past()) {
      slot.subList(row.past(), slot.size()).clear();
    }
    if (slot.size() != row.past()) {
      throw new IllegalStateException("slot holds " + slot.size() + ", row says " + row.past());
    }
    for (var token : row.tokens()) {
      slot.add(token);
    }
    if (slot.size() > context) {
      throw new IllegalStateException("slot overflows");
    }
    return slot;
  }

  static int next(List<Integer> history, double temperature, double uniform) {
    var hash = history.hashCode() * 31 + history.size();
    var shift = temperature == 0 ? 0 : (int) (uniform * VOCABULARY);
    return Math.floorMod(hash ^ (hash >>> 16), VOCABULARY) ^ shift;
  }

  @Override
  public void close() {
    closed = true;
  }
}
