package dev.atrium.plugins.customerservice;

import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Passage;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.Setting;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.UserMessage;
import java.util.List;

/**
 * A help desk. Courtesies are answered in its own words; questions from the tenant's knowledge, in
 * the model's words where the passages support them, else in the passage's own; all else goes to a
 * person.
 */
public final class CustomerService implements Scenario {
  static final String LAST_QUESTION = "lastQuestion";

  /** Chosen on held-out questions: nine in ten of the own pass, one in thirty foreign ones. */
  private static final double ANSWER_THRESHOLD = 0.44;

  private static final double SURE = 0.75;
  private static final double FAMILIAR = 0.7;
  private static final int SEARCHED = 5;

  private final Classifiers classifiers = new Classifiers();

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.text("greeting", "", "What it says when greeted"),
        Setting.text("thanks", "", "What it says when thanked"),
        Setting.text("goodbye", "", "What it says at a goodbye"),
        Setting.text("smalltalk", "", "What it says when asked about itself"),
        Setting.text("handOverMessage", "", "What it says when it passes a question to a person"),
        Setting.number(
            "answerThreshold",
            ANSWER_THRESHOLD,
            "How much of a question a passage must cover to be an answer, 0 to 1"),
        Setting.flag("useModel", true, "Whether the model phrases answers; else they are quoted"),
        Setting.flag(
            "wholeSentences",
            false,
            "For small models: they say which sentence comes first, and whole ones are shown"));
  }

  @Override
  public void answer(UserMessage message, TurnContext context, AnswerSink answer)
      throws InterruptedException {
    new Turn(message.text().strip(), context, answer).run();
  }

  private final class Turn {
    private final String text;
    private final TurnContext context;
    private final AnswerSink answer;
    private final Words words;
    private final Messages messages;

    Turn(String text, TurnContext context, AnswerSink answer) {
      this.text = text;
      this.context = context;
      this.answer = answer;
      this.words = Words.of(context.language());
      this.messages = Messages.of(context.language(), context.settings());
    }

    void run() throws InterruptedException {
      switch (intent()) {
        case GREETING -> say(messages.greeting());
        case THANKS -> say(messages.thanks());
        case GOODBYE -> say(messages.goodbye());
        case SMALLTALK -> say(messages.smalltalk());
        case PERSON -> answer.handOver(messages.reasons().asked(), messages.handOver());
        case COMPLAINT -> answerOr(messages.reasons().complaint());
        case QUESTION -> answerOr(messages.reasons().unknown());
      }
    }

    /** What the customer wants; a question where that is not sure. */
    private Intent intent() {
      var classifier = classifiers.of(context.content().intents());
      var guess = classifier.classify(text);
      var sure = guess.confidence() >= SURE && classifier.familiarity(text) >= FAMILIAR;
      return sure ? Intent.of(guess.label()).orElse(Intent.QUESTION) : Intent.QUESTION;
    }

    private void say(String message) throws InterruptedException {
      answer.text(message);
      context.outcomes().record(Outcomes.Kind.ANSWERED);
    }

    private void answerOr(String reason) throws InterruptedException {
      if (words.asksForOwnRecords(text)) {
        answer.handOver(messages.reasons().ownRecords(), messages.handOver());
        return;
      }
      var question = question();
      var passages = found(question);
      if (passages.isEmpty()) {
        answer.handOver(reason, messages.handOver());
        return;
      }
      answerFrom(GroundedPrompt.fitting(passages), question);
      context.conversation().remember(LAST_QUESTION, question);
    }

    /** The question as it can be understood without the conversation. */
    private String question() {
      var last = context.conversation().state().get(LAST_QUESTION);
      return last != null && words.leansOnTheLast(text) ? last + " " + text : text;
    }

    /** Passages, the first of which covers enough of the question; none if nothing fits. */
    private List<Passage> found(String question) throws InterruptedException {
      if (!question.equals(text) && !fits(context.knowledge().search(text, SEARCHED), true)) {
        return List.of();
      }
      var passages = context.knowledge().search(question, SEARCHED);
      return fits(passages, false) || fitsWhatIsAsked(question, passages) ? passages : List.of();
    }

    /** Whether the story around a question hides that the best passage covers what is asked. */
    private boolean fitsWhatIsAsked(String question, List<Passage> passages)
        throws InterruptedException {
      var asking = words.asking(question);
      if (asking.equals(question) || passages.isEmpty()) {
        return false;
      }
      var best = passages.getFirst().id();
      return context.knowledge().search(asking, SEARCHED).stream()
          .filter(passage -> passage.id().equals(best))
          .anyMatch(passage -> fits(List.of(passage), false));
    }

    private boolean fits(List<Passage> passages, boolean whenEmpty) {
      var threshold = context.settings().number("answerThreshold").orElse(ANSWER_THRESHOLD);
      return passages.isEmpty() ? whenEmpty : passages.getFirst().coverage() >= threshold;
    }

    private void answerFrom(List<Passage> passages, String question) throws InterruptedException {
      var evidence = new Evidence(words, passages, question, context.content().synonyms());
      var useModel = context.settings().flag("useModel").orElse(true);
      var whole = context.settings().flag("wholeSentences").orElse(false);
      var checked = new CheckedAnswer(evidence, answer, whole);
      if (useModel) {
        phrase(passages, checked, question);
      }
      var shown = checked.shown();
      quote(rest(evidence, shown, whole), shown.isEmpty());
      context.outcomes().record(shown.isEmpty() ? Outcomes.Kind.QUOTED : Outcomes.Kind.ANSWERED);
    }

    /** Lets the model phrase the answer; what the passages support is shown at once. */
    private void phrase(List<Passage> passages, CheckedAnswer checked, String question)
        throws InterruptedException {
      var system = context.content().prompt("answer").orElse(messages.defaultPrompt()).strip();
      try {
        context.models().stream(
            GroundedPrompt.of(context.language(), system, passages, question), checked);
        checked.end();
      } catch (CheckedAnswer.Enough enough) {
        context.log().debug("The model's answer was cut where its support ends");
      } catch (ScenarioException unavailable) {
        context.log().warn("No model phrased the answer: {}", unavailable.getMessage());
      }
    }

    /** A model that only picks sentences says which comes first; the quotation stays whole. */
    private static List<Evidence.Statement> rest(
        Evidence evidence, List<Evidence.Statement> shown, boolean whole) {
      if (whole || shown.isEmpty()) {
        return evidence.quotation().stream().filter(it -> !shown.contains(it)).toList();
      }
      return evidence.missing(shown);
    }

    private void quote(List<Evidence.Statement> statements, boolean begins)
        throws InterruptedException {
      var first = begins;
      for (var statement : statements) {
        Citations.show(answer, statement.text(), statement, first);
        first = false;
      }
    }
  }
}
