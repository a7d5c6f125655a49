package dev.atrium.plugins.dataassistant;

import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.Setting;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.UserMessage;
import dev.atrium.spi.data.DataSource;
import dev.atrium.spi.data.Interpretation;
import dev.atrium.spi.data.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers questions about the tenant's data. The question becomes a plan by the host's rules or,
 * with the setting {@code planner: model}, by the tenant's model, whose plan is checked like any
 * other; {@code planner: sql} lets the model write SQL, which the host guards. Where the model's
 * proposal is refused, the rules answer.
 *
 * <p>The host reads its setting {@code database}.
 */
public final class DataAssistant implements Scenario {
  static final String QUESTIONS = "questions";

  private static final int REMEMBERED = 4;

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.choice(
            "planner",
            List.of("rules", "model", "sql"),
            "rules",
            "Who makes the query: rules, or the model as a checked plan or as checked SQL"),
        Setting.text("notInData", "", "What it says when the data cannot answer"));
  }

  @Override
  public void answer(UserMessage message, TurnContext context, AnswerSink answer)
      throws InterruptedException {
    new Turn(message.text().strip(), context, answer).run();
  }

  private static final class Turn {
    private final String text;
    private final TurnContext context;
    private final AnswerSink answer;
    private final Phrases phrases;

    Turn(String text, TurnContext context, AnswerSink answer) {
      this.text = text;
      this.context = context;
      this.answer = answer;
      this.phrases = Phrases.of(context.language(), text);
    }

    void run() throws InterruptedException {
      var source = source();
      if (source.isEmpty()) {
        say(phrases.noSource());
        return;
      }
      var proposed = proposed(source.get());
      if (proposed.isPresent()) {
        show(proposed.get());
        remember(List.of(text));
        return;
      }
      var questions = questions();
      switch (understood(source.get(), questions)) {
        case Interpretation.Planned planned -> planned(source.get(), planned, questions);
        case Interpretation.Ambiguous ambiguous -> say(phrases.ambiguous(ambiguous));
        case Interpretation.Unanswerable unanswerable -> say(notInData(unanswerable));
      }
    }

    private Optional<DataSource> source() throws InterruptedException {
      var names = context.data().sources();
      return names.isEmpty() ? Optional.empty() : context.data().source(names.getFirst());
    }

    /** The model's own plan or SQL, if the tenant wants it and the host lets it through. */
    private Optional<Report> proposed(DataSource source) throws InterruptedException {
      var planner = context.settings().text("planner").orElse("rules");
      if (planner.equals("rules")) {
        return Optional.empty();
      }
      try {
        var model = new ModelPlanner(context, source);
        var result = planner.equals("sql") ? model.bySql(text) : model.byPlan(text);
        return Optional.of(new Report(result, List.of()));
      } catch (ScenarioException refused) {
        context.log().info("The model's query was refused; the rules answer instead");
        return Optional.empty();
      }
    }

    /** The question, after those it leans on. */
    private List<String> questions() {
      var questions = new ArrayList<String>();
      var earlier = context.conversation().state().get(QUESTIONS);
      if (earlier != null && phrases.leansOnTheLast(text)) {
        questions.addAll(earlier.lines().toList());
      }
      questions.add(text.replaceAll("\\R", " "));
      return questions.subList(Math.max(0, questions.size() - REMEMBERED), questions.size());
    }

    private Interpretation understood(DataSource source, List<String> questions)
        throws InterruptedException {
      var previous = Optional.<QueryPlan>empty();
      Interpretation last = new Interpretation.Unanswerable(List.of());
      for (var question : questions) {
        last = source.interpret(question, context.language(), previous);
        previous =
            last instanceof Interpretation.Planned planned
                ? Optional.of(planned.plan())
                : Optional.empty();
      }
      return last;
    }

    private void planned(DataSource source, Interpretation.Planned planned, List<String> questions)
        throws InterruptedException {
      show(new Report(source.run(planned.plan()), planned.assumptions()));
      remember(questions);
    }

    private void show(Report report) throws InterruptedException {
      say(report.text(phrases));
    }

    private void say(String words) throws InterruptedException {
      answer.text(words);
      context.outcomes().record(Outcomes.Kind.ANSWERED);
    }

    private void remember(List<String> questions) {
      context.conversation().remember(QUESTIONS, String.join("\n", questions));
    }

    private String notInData(Interpretation.Unanswerable unanswerable) {
      if (phrases.asksForAChange(text)) {
        return phrases.readOnly();
      }
      return context.settings().text("notInData").orElse(phrases.notInData(unanswerable.unknown()));
    }
  }
}
