package dev.atrium.platform.safety.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.safety.Action;
import dev.atrium.platform.safety.Lexicon;
import dev.atrium.platform.safety.LexiconEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilterEvaluationTest {
  private static final Lexicon LEXICON =
      new Lexicon(
          Stream.of("swindle", "trickster", "开设赌场", "办假证", "枪支出售", "cheater")
              .map(word -> new LexiconEntry(word, "test", Action.BLOCK))
              .toList(),
          List.of());
  private static final String TEXT =
      "The market opens at nine.\n今天天气很好，我们去公园。\nPlease bring the papers with you.\n数据库的文档在这里。\n";

  @Test
  void theSameSeedGivesTheSameTestSetAndTheFilterFindsIt() {
    var first = new ArrayList<FilterEvaluation.Case>();
    var second = new ArrayList<FilterEvaluation.Case>();
    var options = new FilterEvaluation.Options(60, 5, Duration.ZERO);
    var report = new FilterEvaluation(LEXICON, options, first::add).run(TEXT);
    new FilterEvaluation(LEXICON, options, second::add).run(TEXT);

    assertThat(first).isEqualTo(second).hasSizeGreaterThan(600);
    assertThat(report.recall()).isGreaterThan(0.97);
    assertThat(report.precision()).isGreaterThan(0.97);
    assertThat(report.falseAlarmRate()).isZero();
    assertThat(first.stream().map(FilterEvaluation.Case::kind).distinct())
        .contains(DisguiseKind.PINYIN, DisguiseKind.SPLIT, DisguiseKind.HOMOGLYPHS);
  }
}
