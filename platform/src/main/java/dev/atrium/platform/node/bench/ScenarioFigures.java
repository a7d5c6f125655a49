package dev.atrium.platform.node.bench;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How fast and how dear scenarios are.
 *
 * @param conversations at once
 */
public record ScenarioFigures(String model, int conversations, List<Scenario> scenarios) {
  public ScenarioFigures {
    scenarios = List.copyOf(scenarios);
  }

  /** What a call costs by the tenant's price list, on average. */
  record Cost(BigDecimal perCall, String currency) {}

  /**
   * A scenario of a tenant; times in milliseconds, of the turns that ended well.
   *
   * @param firstTokenMillis until the first event of an answer
   */
  public record Scenario(
      String tenant,
      String scenario,
      int turns,
      int failed,
      double turnsPerSecond,
      double meanMillis,
      double p50Millis,
      double p95Millis,
      double p99Millis,
      double firstTokenMillis,
      double firstTokenP95Millis,
      BigDecimal costPerCall,
      String currency) {
    static Scenario of(
        String tenant, String scenario, List<TurnClient.Said> said, double seconds, Cost cost) {
      var done = said.stream().filter(TurnClient.Said::done).toList();
      var all = sorted(done, TurnClient.Said::allNanos);
      var first = sorted(done, TurnClient.Said::firstNanos);
      return new Scenario(
          tenant,
          scenario,
          said.size(),
          said.size() - done.size(),
          done.size() / seconds,
          mean(all),
          percentile(all, 50),
          percentile(all, 95),
          percentile(all, 99),
          mean(first),
          percentile(first, 95),
          cost.perCall(),
          cost.currency());
    }

    private static List<Double> sorted(
        List<TurnClient.Said> said, ToLongFunction<TurnClient.Said> nanos) {
      return said.stream().map(one -> nanos.applyAsLong(one) / 1e6).sorted().toList();
    }

    private static double mean(List<Double> sorted) {
      return sorted.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** The smallest value that so many of a hundred do not exceed. */
    private static double percentile(List<Double> sorted, int percent) {
      var place = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
      return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, place));
    }
  }

  /** For people. */
  public String table() {
    var text = new StringBuilder();
    text.append(
        "model %s, %d conversations at once; milliseconds\n".formatted(model, conversations));
    text.append(
        "%-32s %6s %6s %8s %8s %8s %8s %8s  %s\n"
            .formatted(
                "scenario",
                "turns",
                "failed",
                "mean",
                "p50",
                "p95",
                "p99",
                "first",
                "cost per call"));
    for (var one : scenarios) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-32s %6d %6d %8.1f %8.1f %8.1f %8.1f %8.1f  %s %s%n",
              one.tenant() + "/" + one.scenario(),
              one.turns(),
              one.failed(),
              one.meanMillis(),
              one.p50Millis(),
              one.p95Millis(),
              one.p99Millis(),
              one.firstTokenMillis(),
              one.costPerCall().toPlainString(),
              one.currency()));
    }
    return text.toString();
  }
}
