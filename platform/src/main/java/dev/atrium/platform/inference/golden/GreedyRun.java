package dev.atrium.platform.inference.golden;

import dev.atrium.platform.inference.engine.ModelRunner;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Draw;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Continues prompts greedily through a runner, past any end token. Prompts start one step after the
 * other, so that a batch holds prompts and continuations at the same time.
 */
final class GreedyRun {
  private static final Optional<Draw> GREEDY = Optional.of(new Draw(0, 1, 0, 0));
  private static final int PIECE = 64;

  /**
   * What to go on from.
   *
   * @param adapter index of a loaded adapter, or {@link Row#NO_ADAPTER}
   */
  @SuppressWarnings("ArrayRecordComponent") // read only
  record Start(int[] ids, int adapter) {}

  private final ModelRunner runner;

  GreedyRun(ModelRunner runner) {
    this.runner = runner;
  }

  /** The next {@code count} ids after each prompt, all prompts in the same batches. */
  List<int[]> together(List<Start> prompts, int count) {
    var chosen = prompts.stream().<List<Integer>>map(prompt -> new ArrayList<>()).toList();
    for (var step = 0; step < prompts.size() + count - 1; step++) {
      step(prompts, chosen, count, step);
    }
    return chosen.stream().map(ids -> ids.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  private void step(List<Start> prompts, List<List<Integer>> chosen, int count, int step) {
    var rows = new ArrayList<Row>();
    var owners = new ArrayList<List<Integer>>();
    for (var i = 0; i <= Math.min(step, prompts.size() - 1); i++) {
      var mine = chosen.get(i);
      if (mine.isEmpty()) {
        rows.addAll(promptRows(place(runner, i), prompts.get(i)));
        owners.add(mine);
      } else if (mine.size() < count) {
        var start = prompts.get(i);
        var past = start.ids().length + mine.size() - 1;
        rows.add(
            new Row(place(runner, i), past, new int[] {mine.getLast()}, GREEDY, start.adapter()));
        owners.add(mine);
      }
    }
    var tokens = runner.run(new StepPlan(rows)).chosen();
    for (var i = 0; i < tokens.length; i++) {
      owners.get(i).add(tokens[i]);
    }
  }

  /** Where in the cache the how manieth sequence lies. */
  static int place(ModelRunner runner, int sequence) {
    return sequence * length(runner);
  }

  /** Sequences of a whole context that the cache has room for. */
  static int sequences(ModelRunner runner) {
    return runner.places() / length(runner);
  }

  private static int length(ModelRunner runner) {
    return (runner.contextTokens() + PIECE - 1) / PIECE * PIECE;
  }

  private static List<Row> promptRows(int place, Start start) {
    var rows = pieces(place, start);
    var last = rows.removeLast();
    rows.add(new Row(place, last.past(), last.tokens(), GREEDY, start.adapter()));
    return rows;
  }

  /** The rows that compute a prompt. */
  static List<Row> pieces(int place, Start start) {
    var rows = new ArrayList<Row>();
    for (var from = 0; from < start.ids().length; from += PIECE) {
      var to = Math.min(from + PIECE, start.ids().length);
      var tokens = Arrays.copyOfRange(start.ids(), from, to);
      rows.add(new Row(place, from, tokens, Optional.empty(), start.adapter()));
    }
    return rows;
  }
}
