package dev.atrium.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.atrium.spi.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageSplitterTest {
  @Test
  void split_headings_makeOnePassagePerSectionWithItsPath() {
    var passages =
        split(
            "# Fees\n\n"
                + "All fees.\n\n"
                + "## Cards\n\n"
                + "A *card* is `free`.\n\n"
                + "### Abroad\n\n"
                + "- costs $4\n"
                + "- or less\n\n"
                + "## Letters\n\n"
                + "$1.\n");
    assertThat(passages)
        .extracting(Passage::title, Passage::section, Passage::text)
        .containsExactly(
            tuple("Fees", "Fees", "All fees."),
            tuple("Fees", "Cards", "A card is free."),
            tuple("Fees", "Cards › Abroad", "costs $4\nor less"),
            tuple("Fees", "Letters", "$1."));
    assertThat(passages).extracting(Passage::id).doesNotHaveDuplicates();
  }

  @Test
  void split_longSection_isCutBetweenSentences() {
    var sentence = "The quick brown fox jumps over the lazy dog every single day. ";
    var passages = split("# A\n\n## B\n\n" + sentence.repeat(30));
    assertThat(passages).hasSizeGreaterThan(2);
    assertThat(passages)
        .allSatisfy(
            passage -> {
              assertThat(PassageSplitter.words(passage.text())).isLessThanOrEqualTo(100);
              assertThat(passage.text()).endsWith("every single day.");
            });
    assertThat(passages).extracting(Passage::id).doesNotHaveDuplicates();
  }

  @Test
  void split_chinese_countsCharacters() {
    var passages = split("# 配送\n\n## 运费\n\n" + "订单满99元免运费。".repeat(60));
    assertThat(passages).hasSizeGreaterThan(2);
    assertThat(passages).allSatisfy(passage -> assertThat(passage.text()).endsWith("免运费。"));
  }

  @Test
  void split_emptyDocument_hasNoPassages() {
    assertThat(split("# Only a title\n\n<!-- a comment -->\n")).isEmpty();
  }

  private static List<Passage> split(String text) {
    return PassageSplitter.split(new KnowledgeDocument("doc.md", text));
  }
}
