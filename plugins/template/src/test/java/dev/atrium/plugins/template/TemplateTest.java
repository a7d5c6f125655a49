package dev.atrium.plugins.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.contract.ScenarioContract;
import dev.atrium.spi.contract.ScriptedTurn.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest extends ScenarioContract {
  @Override
  protected Scenario scenario() {
    return new Template();
  }

  @Test
  void answer_knownQuestion_quotesThePassage() throws InterruptedException {
    var turn = Script.empty().withPassages(PASSAGE).run(new Template(), question());
    assertThat(turn.said()).isEqualTo("A wire transfer costs $15. [1]");
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.QUOTED);
  }

  @Test
  void answer_withTheModel_saysItInItsWords() throws InterruptedException {
    var turn =
        Script.empty()
            .withPassages(PASSAGE)
            .withSettings(Map.of("useModel", "true"))
            .withModel(prompt -> "It costs $15.")
            .run(new Template(), question());
    assertThat(turn.said()).isEqualTo("It costs $15. [1]");
  }

  @Test
  void answer_unknownQuestion_handsOver() throws InterruptedException {
    var turn = Script.empty().run(new Template(), question());
    assertThat(turn.handedOver()).contains("not in the knowledge");
  }
}
