package dev.atrium.plugins.template;

import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Prompt;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.Setting;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.UserMessage;
import java.util.List;

/**
 * Answers with the best passage of the tenant's knowledge, in the model's words if the tenant wants
 * them; hands over what the knowledge does not cover.
 */
public final class Template implements Scenario {
  private static final double ENOUGH = 0.4;
  private static final int TOKENS = 120;

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.flag("useModel", false, "Whether a model phrases the answer"),
        Setting.text("handOver", "A colleague will answer you.", "What is said at a hand-over"));
  }

  @Override
  public void answer(UserMessage message, TurnContext context, AnswerSink answer)
      throws InterruptedException {
    var passages = context.knowledge().search(message.text(), 3);
    if (passages.isEmpty() || passages.getFirst().coverage() < ENOUGH) {
      var words = context.settings().text("handOver").orElseThrow();
      answer.handOver("not in the knowledge", words);
      return;
    }
    var best = passages.getFirst();
    if (context.settings().flag("useModel").orElse(false)) {
      var prompt = Prompt.of("Answer from this text: " + best.text(), message.text(), TOKENS);
      context.models().stream(prompt, answer);
      answer.text(" [" + answer.cite(best, best.text()) + "]");
      context.outcomes().record(Outcomes.Kind.ANSWERED);
    } else {
      answer.text(best.text() + " [" + answer.cite(best, best.text()) + "]");
      context.outcomes().record(Outcomes.Kind.QUOTED);
    }
  }
}
