package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  private final ByteCodec codec = new ByteCodec();

  private static List<String> pieces(TextStream stream, int... tokens) {
    var pieces = new ArrayList<String>();
    for (var token : tokens) {
      pieces.add(stream.push(token, true));
    }
    pieces.add(stream.finish());
    return pieces;
  }

  @Test
  void push_characterOfFourBytes_isShownWithItsLast() {
    var pieces = pieces(new TextStream(codec, List.of()), codec.encode("a🙂é"));
    assertThat(pieces).containsExactly("a", "", "", "", "🙂", "", "é", "");
  }

  @Test
  void finish_brokenCharacter_isShownAsReplacement() {
    var pieces = pieces(new TextStream(codec, List.of()), 'x', 0xF0, 0x9F);
    assertThat(pieces).containsExactly("x", "", "", "\uFFFD");
  }

  @Test
  void push_bytesThatAreNoText_areShownOnceDecided() {
    var random = new Random(5);
    for (var round = 0; round < 2000; round++) {
      var tokens = random.ints(1 + random.nextInt(12), 0x70, 0x100).toArray();
      var text = String.join("", pieces(new TextStream(codec, List.of()), tokens));
      assertThat(text).isEqualTo(codec.decode(tokens));
    }
  }

  @Test
  void push_stopStringBegins_isHeldBackUntilDecided() {
    var stream = new TextStream(codec, List.of("END", "ENTER"));
    assertThat(pieces(stream, codec.encode("aENoEND!")))
        .containsExactly("a", "", "", "ENo", "", "", "", "", "");
    assertThat(stream.stopped()).isTrue();
  }

  @Test
  void push_anyTokenBorders_showNothingOfAStopString() {
    var random = new Random(9);
    for (var round = 0; round < 2000; round++) {
      var text =
          random
              .ints(20, 'a', 'd')
              .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
              .toString();
      var stream = new TextStream(codec, List.of("abca", "bb", "cab"));
      var first =
          List.of("abca", "bb", "cab").stream()
              .mapToInt(text::indexOf)
              .filter(i -> i >= 0)
              .min()
              .orElse(text.length());
      var shown = new StringBuilder();
      for (var token : codec.encode(text)) {
        shown.append(stream.push(token, true));
        assertThat(text.substring(0, first)).startsWith(shown);
        if (stream.stopped()) {
          break;
        }
      }
      shown.append(stream.finish());
      assertThat(shown).hasToString(text.substring(0, first));
    }
  }
}
