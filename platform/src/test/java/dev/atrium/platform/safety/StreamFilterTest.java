package dev.atrium.platform.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class StreamFilterTest {
  private static final List<String> WORDS =
      List.of(
          "badword",
          "bad",
          "ass",
          "assembly",
          "法轮功",
          "轮功能",
          "赌博",
          "手枪64",
          "开锁工具",
          "sex",
          "好色",
          "🖕");
  private static final ContentFilter MASKING = filter(Action.MASK);
  private static final ContentFilter BLOCKING = filter(Action.BLOCK);
  private static final List<String> PIECES =
      List.of(
          "badword",
          "b4d",
          "b a d w o r d",
          "b.a.d",
          "baaad",
          "a",
          "s",
          "ss",
          "ass",
          "法",
          "轮",
          "功",
          "功能",
          "lun",
          "gong",
          "fa",
          " ",
          ".",
          "*",
          "!",
          "$",
          "@",
          "\u200B",
          "\u0301",
          "赌",
          "博",
          "bo",
          "du",
          "氵",
          "去",
          "车",
          "仑",
          "贝",
          "者",
          "6",
          "4",
          "手枪",
          "开suo工具",
          "x",
          "e",
          "女",
          "子",
          "色",
          "\uD83D",
          "\uDD95",
          "🖕",
          "\n",
          "，",
          "the ",
          "Ass",
          "embly",
          "Ｂ",
          "а",
          "I",
          "|",
          "1",
          "𝐛",
          "ﬁ");

  @Property(tries = 1500, shrinking = ShrinkingMode.BOUNDED)
  void aStreamGivesWhatTheWholeGivesHoweverItIsCut(@ForAll long seed) {
    var random = new Random(seed);
    var text = text(random);
    var whole = MASKING.judge(text);
    var stream = MASKING.stream();
    var out = new StringBuilder();
    var findings = new ArrayList<Finding>();
    int tokens = 0;
    int given = 0;
    for (var piece : cut(text, random)) {
      given++;
      var release = stream.offer(new Delta(piece, 1));
      out.append(release.text());
      findings.addAll(release.findings());
      tokens += release.tokens();
    }
    var rest = stream.finish();
    findings.addAll(rest.findings());

    assertThat(out.append(rest.text()).toString()).isEqualTo(whole.maskedText());
    assertThat(findings).isEqualTo(whole.findings());
    assertThat(tokens + rest.tokens()).isEqualTo(given);
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.BOUNDED)
  void nothingOfABlockedWordLeaves(@ForAll long seed) {
    var random = new Random(seed);
    var text = text(random);
    int first =
        BLOCKING.judge(text).findings().stream()
            .mapToInt(Finding::start)
            .min()
            .orElse(text.length());
    var stream = BLOCKING.stream();
    var out = new StringBuilder();
    boolean blocked = false;
    for (var piece : cut(text, random)) {
      var release = stream.offer(new Delta(piece, 1));
      out.append(release.text());
      blocked |= release.blocked();
      assertThat(out.length()).isLessThanOrEqualTo(first);
    }
    var rest = stream.finish();

    assertThat(out.append(rest.text()).toString()).isEqualTo(text.substring(0, first));
    assertThat(blocked || rest.blocked()).isEqualTo(first < text.length());
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void offsetsLeadBackToTheOriginal(@ForAll String text) {
    var mixed = text + "b\u200Ba-d" + text;
    for (var finding : MASKING.judge(mixed).findings()) {
      assertThat(finding.start()).isBetween(0, finding.end() - 1);
      assertThat(finding.end()).isLessThanOrEqualTo(mixed.length());
      assertThat(MASKING.judge(mixed.substring(finding.start(), finding.end())).findings())
          .isNotEmpty();
    }
  }

  @Property(tries = 300)
  void anyUnicodeIsJudgedWithoutFailure(@ForAll long seed) {
    var random = new Random(seed);
    char[] units = new char[random.nextInt(200)];
    for (int i = 0; i < units.length; i++) {
      units[i] =
          (char)
              (random.nextInt(4) == 0 ? 0xD800 + random.nextInt(0x800) : random.nextInt(0x10000));
    }
    var text = new String(units);
    var whole = MASKING.judge(text);
    var stream = MASKING.stream();
    var out = new StringBuilder();
    for (var piece : cut(text, random)) {
      out.append(stream.offer(new Delta(piece, 0)).text());
    }
    assertThat(out.append(stream.finish().text()).toString()).isEqualTo(whole.maskedText());
  }

  @Test
  void ordinaryTextLeavesAlmostAtOnce() {
    var stream = BLOCKING.stream();
    int most = 0;
    for (var word :
        "The quick brown fox jumps over the lazy dog and runs away from it all".split("(?<= )")) {
      stream.offer(new Delta(word, 1));
      most = Math.max(most, stream.held());
    }
    assertThat(most).isLessThanOrEqualTo(8);
  }

  @Test
  void afterABlockedWordNothingLeavesEvenAtTheEnd() {
    var stream = BLOCKING.stream();
    stream.offer(new Delta("fine. badword ", 3));
    var later = stream.offer(new Delta("more text", 2));
    assertThat(later.text()).isEmpty();
    assertThat(later.tokens()).isZero();
    assertThat(stream.finish().blocked()).isTrue();
  }

  private static ContentFilter filter(Action action) {
    return ContentFilter.of(
        new Lexicon(
            WORDS.stream().map(word -> new LexiconEntry(word, "test", action)).toList(),
            List.of("ass embly hall")));
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static List<String> cut(String text, Random random) {
    var pieces = new ArrayList<String>();
    int most = 1 + random.nextInt(12);
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(most));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }
}
