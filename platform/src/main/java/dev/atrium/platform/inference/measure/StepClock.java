package dev.atrium.platform.inference.measure;

import dev.atrium.platform.inference.engine.ModelRunner;
import dev.atrium.platform.inference.engine.PassingRunner;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.engine.StepResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A runner that passes every step on and notes when it began and ended. */
final class StepClock extends PassingRunner {

  /**
   * A step that was run.
   *
   * @param tokens over all rows
   * @param drawn places of the sequences whose next token was chosen
   * @param begin when the native call began, in nanoseconds
   */
  record Step(int tokens, List<Integer> drawn, long begin, long end) {

    /** Whether every one of so many sequences got its next token, and nothing else was done. */
    boolean decodes(int sequences) {
      return tokens == sequences && drawn.size() == sequences;
    }
  }

  private final List<Step> steps;

  private StepClock(ModelRunner runner, List<Step> steps) {
    super(runner);
    this.steps = steps;
  }

  /** Notes steps of any runner. */
  static final class Notes {
    private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

    ModelRunner around(ModelRunner runner) {
      return new StepClock(runner, steps);
    }

    /** What was noted, and forgets it. */
    List<Step> take() {
      var taken = new ArrayList<>(steps);
      steps.clear();
      return taken;
    }
  }

  @Override
  public StepResult run(StepPlan plan) {
    var begin = System.nanoTime();
    var chosen = super.run(plan);
    var end = System.nanoTime();
    var drawn = plan.rows().stream().filter(row -> row.draw().isPresent()).map(Row::place).toList();
    steps.add(new Step(plan.tokens(), drawn, begin, end));
    return chosen;
  }
}
