package dev.atrium.platform.data.question;

import dev.atrium.platform.data.layer.ValueIndex;
import dev.atrium.platform.data.query.JoinPaths;
import dev.atrium.platform.data.query.PlanCheck;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.Interpretation;
import dev.atrium.spi.data.QueryPlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the plan that a question means, or says what it does not understand. */
public final class QuestionPlanner {
  private static final double MOST_UNKNOWN = 0.42;
  private static final int LONGEST = 4_000;

  /** Arithmetic between aggregates, which a plan cannot say. */
  private static final Set<String> BEYOND_PLANS =
      Set.of("ratio", "percentage", "percent", "proportion", "correlation", "median", "trend");

  private final DataSchema layer;
  private final JoinPaths paths;
  private final Linker linker;

  public QuestionPlanner(DataSchema layer, ValueIndex values) {
    this.layer = layer;
    this.paths = new JoinPaths(layer);
    this.linker = new Linker(new Lexicon(layer), values);
  }

  public Interpretation interpret(String question, Optional<QueryPlan> previous) {
    var written = question.substring(0, Math.min(question.length(), LONGEST));
    var tokens = Token.of(Periods.spelledOut(written));
    var mentions = linker.link(tokens);
    var unknown = unknown(mentions);
    var arithmetic = tokens.stream().map(Token::lower).filter(BEYOND_PLANS::contains).toList();
    if (!arithmetic.isEmpty()) {
      return new Interpretation.Unanswerable(arithmetic);
    }
    var orders = Orders.in(written);
    if (!orders.isEmpty()) {
      return new Interpretation.Unanswerable(orders);
    }
    if (layer.tables().isEmpty() || unexplained(mentions) > MOST_UNKNOWN) {
      return new Interpretation.Unanswerable(unknown);
    }
    var chinese = tokens.stream().anyMatch(token -> token.kind() == Token.Kind.CHARACTER);
    var draft = QuestionReader.read(mentions, chinese, layer);
    if (previous.isEmpty() && asksForUnknown(draft, mentions)) {
      return new Interpretation.Unanswerable(unknown);
    }
    var ambiguous = Ambiguity.find(draft, tokens, question, layer);
    if (previous.isEmpty() && ambiguous.isPresent()) {
      return ambiguous.get();
    }
    var builder = new PlanBuilder(layer, paths, draft, previous.map(QueryPlan::table));
    var own = builder.build();
    var plan = previous.map(earlier -> FollowUp.join(earlier, own)).orElse(own);
    if (!builder.lost().isEmpty()) {
      return new Interpretation.Unanswerable(builder.lost());
    }
    if (!PlanCheck.problems(plan, layer).isEmpty()) {
      return new Interpretation.Unanswerable(unknown);
    }
    return new Interpretation.Planned(plan, assumptions(unknown));
  }

  private static List<String> assumptions(List<String> unknown) {
    return unknown.stream().map(word -> "not understood: " + word).toList();
  }

  /** Nothing that is asked for is known, only whose it is: "the salary of Ingrid". */
  private static boolean asksForUnknown(Draft draft, List<Mention> mentions) {
    var nothing = draft.shown.isEmpty() && draft.tables.isEmpty() && draft.asked.isEmpty();
    return nothing
        && draft.rank.isEmpty()
        && draft.flags.isEmpty()
        && unknown(mentions).stream().mapToDouble(QuestionPlanner::weight).sum() > 0.7;
  }

  private static List<String> unknown(List<Mention> mentions) {
    return mentions.stream()
        .filter(Mention.Unknown.class::isInstance)
        .map(one -> ((Mention.Unknown) one).text())
        .toList();
  }

  /** A small word or a verb that is not understood matters less than a name. */
  private static double weight(String word) {
    var verb = word.endsWith("ed") || word.endsWith("ing");
    return Character.isUpperCase(word.charAt(0)) ? 1 : verb || word.length() < 4 ? 0.4 : 0.8;
  }

  /** The share of the telling words that mean nothing in this data; 1 if none means anything. */
  private static double unexplained(List<Mention> mentions) {
    double known = 0;
    double unknown = 0;
    for (var mention : mentions) {
      switch (mention) {
        case Mention.Named named -> known += named.meanings().getFirst().score();
        case Mention.Valued value -> known += 1;
        case Mention.Unknown one -> unknown += weight(one.text());
        case Mention.Literal literal -> known += 0.3;
        case Mention.Cued cued -> {}
      }
    }
    return known < 0.4 ? 1 : unknown / (known + unknown);
  }
}
