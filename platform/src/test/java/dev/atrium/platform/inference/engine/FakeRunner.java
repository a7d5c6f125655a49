package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model without weights: the next token is a function of all its tokens in the cache and of the
 * uniform number. Checks what a real runner relies on: rows go on from what was written.
 */
final class FakeRunner implements ModelRunner {
  static final int VOCABULARY = 256;

  private static final int NOTHING = -1;

  private final int context;
  private final int[] cache;
  final List<StepPlan> plans = new ArrayList<>();
  final Map<Integer, Integer> turns = new HashMap<>();
  boolean failing;
  boolean closed;

  FakeRunner(int places, int context) {
    this.context = context;
    this.cache = new int[places];
    Arrays.fill(cache, NOTHING);
  }

  @Override
  public int places() {
    return cache.length;
  }

  @Override
  public int contextTokens() {
    return context;
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  /** An adapter that turns every token. */
  record FakeAdapter(int turn) implements AdapterWeights {}

  @Override
  public void bindAdapter(int index, AdapterWeights weights) {
    if (weights instanceof FakeAdapter(var turn)) {
      turns.put(index, turn);
    } else {
      throw AtriumException.outside("model_broken", "no adapter");
    }
  }

  @Override
  public void dropAdapter(int index) {
    turns.remove(index);
  }

  @Override
  public StepResult run(StepPlan plan) {
    plans.add(plan);
    if (failing) {
      throw new IllegalStateException("the device is gone");
    }
    for (var move : plan.moves()) {
      System.arraycopy(cache, move.from(), cache, move.to(), move.count());
    }
    var chosen = new ArrayList<Integer>();
    for (var row : plan.rows()) {
      var history = write(row);
      var turn = row.adapter() == Row.NO_ADAPTER ? 0 : turns.get(row.adapter()).intValue();
      row.draw()
          .ifPresent(draw -> chosen.add(next(history, draw.temperature(), draw.uniform()) ^ turn));
    }
    return StepResult.of(chosen.stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Integer> write(Row row) {
    var length = row.past() + row.tokens().length;
    if (length > context) {
      throw new IllegalStateException("a row ends behind the context");
    }
    System.arraycopy(row.tokens(), 0, cache, row.place() + row.past(), row.tokens().length);
    var history = Arrays.stream(cache, row.place(), row.place() + length).boxed().toList();
    if (history.contains(NOTHING)) {
      throw new IllegalStateException("a row goes on from what was never written");
    }
    return history;
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
