package dev.atrium.platform.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentFilterTest {
  private static final ContentFilter FILTER =
      filter(
          "badword",
          "ass",
          "cunt",
          "hell",
          "法轮功",
          "赌博",
          "开锁工具",
          "сволочь",
          "64手枪",
          "🖕",
          "pole smoker");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "badword",
        "BadWord",
        "ｂａｄｗｏｒｄ",
        "bádwörd",
        "ba\u0301dword",
        "bаdwоrd",
        "𝐛𝐚𝐝𝐰𝐨𝐫𝐝",
        "ⓑⓐⓓword",
        "b4dw0rd",
        "b@dword",
        "b.a.d.w.o.r.d",
        "b a d w o r d",
        "bad*word",
        "b\u200Bad\u00ADword",
        "baaaadword",
        "🅱🅰🅳word",
        "B-A-D-W-0-R-D",
        "bad-w0rd",
        "f badword",
        "badwоrd!",
        "法轮功",
        "法輪功",
        "法 轮 功",
        "法*轮*功",
        "法\u200B轮功",
        "法轮轮轮轮功",
        "法lun功",
        "fa lun gong",
        "fǎlúngōng",
        "fa3lun2gong",
        "氵去轮功",
        "氵去车仑工力",
        "法车仑工力",
        "法车仑功",
        "赌bo",
        "64手槍",
        "６４手枪",
        "6 4 手 枪",
        "СВОЛОЧЬ",
        "Сволочь",
        "🖕",
        "pole-smoker",
        "开suo工具"
      })
  void aDisguisedEntryIsFoundAndMaskedWhole(String disguise) {
    var text = "Say: " + disguise + ", said he";
    var judgement = FILTER.judge(text);

    assertThat(judgement.findings()).as(disguise).isNotEmpty();
    var finding = judgement.findings().getFirst();
    assertThat(text.substring(finding.start(), finding.end()))
        .isEqualTo(disguise.replace("!", "").replace("f ", ""));
    assertThat(judgement.maskedText()).endsWith(", said he").contains("*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Scunthorpe", "assassin", "class", "as soon", "as s", "a shell", "he'll come", "she'll",
            "shell", "Hello",
        "badwords are not an entry", "as", "法 律", "法律，轮到功课", "赌。博", "1564手枪", "6.4", "", " ",
            "women made data",
        "a b c d e f", "assess", "pass"
      })
  void ordinaryTextIsClean(String text) {
    assertThat(FILTER.judge(text).findings()).as(text).isEmpty();
  }

  @Test
  void findingsGiveTheEntryTheActionAndWhetherItWasDisguised() {
    var filter =
        ContentFilter.of(
            new Lexicon(
                List.of(
                    new LexiconEntry("secret", "privacy", Action.MASK),
                    new LexiconEntry("rumour", "news", Action.FLAG)),
                List.of()));

    var judgement = filter.judge("A rumour of a s3cret");

    assertThat(judgement.findings())
        .extracting(f -> f.entry().category())
        .containsExactly("news", "privacy");
    assertThat(judgement.findings()).extracting(Finding::disguised).containsExactly(false, true);
    assertThat(judgement.maskedText()).isEqualTo("A rumour of a ******");
    assertThat(judgement.action()).contains(Action.MASK);
    assertThat(filter.judge("nothing").action()).isEmpty();
  }

  @Test
  void anEntryBeforeALongGapIsFound() {
    assertThat(FILTER.judge("badword          and 赌博          end").findings()).hasSize(2);
  }

  @Test
  void allowedPhrasesHideTheEntriesInThem() {
    var filter =
        ContentFilter.of(
            new Lexicon(
                List.of(new LexiconEntry("cock", "sex", Action.BLOCK)), List.of("cock pheasant")));

    assertThat(filter.judge("a cock pheasant").findings()).isEmpty();
    assertThat(filter.judge("a cock").findings()).hasSize(1);
  }

  @Test
  void aLongerMatchHidesAShorterOneUnlessThatIsStronger() {
    var filter =
        ContentFilter.of(
            new Lexicon(
                List.of(
                    new LexiconEntry("赌博", "crime", Action.FLAG),
                    new LexiconEntry("赌博网站", "crime", Action.FLAG),
                    new LexiconEntry("博网", "names", Action.BLOCK)),
                List.of()));

    assertThat(filter.judge("赌博网站").findings())
        .extracting(finding -> finding.entry().text())
        .containsExactly("赌博网站", "博网");
  }

  @ParameterizedTest
  @CsvSource({"cook,cok", "dinner,diner", "сор,cop"})
  void anOrdinaryWordThatOnlyResemblesAnEntryIsClean(String word, String entry) {
    assertThat(filter(entry).judge("Он тут " + word + " там").findings()).isEmpty();
  }

  @Test
  void entriesOfOnlyPunctuationAreReported() {
    assertThat(filter("...", "word").ignored())
        .extracting(LexiconEntry::text)
        .containsExactly("...");
  }

  static ContentFilter filter(String... words) {
    return ContentFilter.of(
        new Lexicon(
            Arrays.stream(words).map(word -> new LexiconEntry(word, "test", Action.BLOCK)).toList(),
            List.of()));
  }
}
