package dev.atrium.platform.training;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Counts steps, tokens and time of a run and writes its progress line. */
final class Watch {

  private static final int BAR = 24;
  private static final double SMOOTHING = 0.98;

  private final long before;
  private final long firstStep;
  private final long firstTokens;
  private final long started = System.nanoTime();
  private long saved = started;
  private long step;
  private long tokens;
  private double loss = Double.NaN;

  /**
   * @param millis already spent on this run before a resume
   */
  Watch(long step, long tokens, long millis) {
    this.step = step;
    this.tokens = tokens;
    this.firstStep = step;
    this.firstTokens = tokens;
    this.before = millis;
  }

  void count(double latest, int seen) {
    step++;
    tokens += seen;
    loss = Double.isNaN(loss) ? latest : SMOOTHING * loss + (1 - SMOOTHING) * latest;
  }

  long step() {
    return step;
  }

  long tokens() {
    return tokens;
  }

  long millis() {
    return before + (System.nanoTime() - started) / 1_000_000;
  }

  /** The part of the run that is over: by time if there is a budget, else by steps. */
  double progress(Recipe recipe, Optional<Duration> budget) {
    return budget
        .map(time -> (double) millis() / time.toMillis())
        .orElse((double) step / recipe.schedule().steps());
  }

  /** Whether so much time has passed since it was last due. */
  boolean due(Duration every) {
    var now = System.nanoTime();
    if (now - saved < every.toNanos()) {
      return false;
    }
    saved = now;
    return true;
  }

  String line(Recipe recipe, Optional<Duration> budget, double rate) {
    var progress = Math.min(1, progress(recipe, budget));
    var done = (int) Math.round(progress * BAR);
    var seconds = (System.nanoTime() - started) / 1e9;
    var perSecond = (tokens - firstTokens) / seconds;
    var left =
        budget.isPresent()
            ? budget.get().toMillis() / 1000.0 - millis() / 1000.0
            : (recipe.schedule().steps() - step) * seconds / (step - firstStep);
    return String.format(
        Locale.ROOT,
        "[%s%s] %5.1f %% step %d loss %.4f rate %.1e %,.0f tokens/s, %s left",
        "#".repeat(done),
        ".".repeat(BAR - done),
        100 * progress,
        step,
        loss,
        rate,
        perSecond,
        clock(left));
  }

  private static String clock(double seconds) {
    var whole = Math.max(0, Math.round(seconds));
    return whole / 3600 + ":" + "%02d:%02d".formatted(whole / 60 % 60, whole % 60);
  }
}
