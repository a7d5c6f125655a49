package dev.atrium.platform.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.evaluation.RetrievalEvaluation.PassageText;
import dev.atrium.platform.evaluation.RetrievalEvaluation.Question;
import dev.atrium.platform.failure.AtriumException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalEvaluationTest {
  @TempDir Path folder;

  @Test
  void run_countsWhereTheRelevantPassageStands() {
    var passages =
        List.of(
            new PassageText("cats", "Cats sleep most of the day."),
            new PassageText("dogs", "Dogs bark at night and sleep a little."),
            new PassageText("fish", "Goldfish live in ponds."));
    var questions =
        List.of(
            new Question("Where do goldfish live?", Set.of("fish")),
            new Question("Who sleeps most of the day?", Set.of("dogs")));
    var figures = new RetrievalEvaluation(folder, Optional.empty()).run(passages, questions);
    assertThat(figures.language()).isEqualTo("en");
    assertThat(figures.recallAt1()).isEqualTo(0.5);
    assertThat(figures.recallAt5()).isEqualTo(1);
    assertThat(figures.mrr10()).isEqualTo(0.75);
  }

  @Test
  void run_unknownPassage_isRefused() {
    var evaluation = new RetrievalEvaluation(folder, Optional.empty());
    var questions = List.of(new Question("Where?", Set.of("nowhere")));
    assertThatThrownBy(() -> evaluation.run(List.of(new PassageText("a", "Here.")), questions))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void questions_brokenLine_isNamed() throws Exception {
    var file = folder.resolve("questions.jsonl");
    Files.writeString(file, "{\"text\": \"a\", \"relevant\": [1]}\n\n{\"text\": \"b\"}\n");
    assertThatThrownBy(() -> JsonLines.questions(file))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("relevant");
  }
}
