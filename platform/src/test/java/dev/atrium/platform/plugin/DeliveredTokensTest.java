package dev.atrium.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveredTokensTest {
  private final DeliveredTokens tokens = new DeliveredTokens();

  @Test
  void passedOn_pieceByPiece_countsEachTokenOnce() {
    generate("The", " fee", " is", " $4", ".");
    assertThat(tokens.passedOn("The fee")).isEqualTo(2);
    assertThat(tokens.passedOn(" is $4.")).isEqualTo(3);
    assertThat(tokens.passedOn(".")).isZero();
  }

  @Test
  void passedOn_sentencesWithOneDropped_countsThoseShown() {
    generate("One", ".", " Two", ".", " Three", ".");
    assertThat(tokens.passedOn("One. ")).isEqualTo(2);
    assertThat(tokens.passedOn("Three.")).isEqualTo(2);
  }

  @Test
  void passedOn_tokenAcrossTheBorder_countsWithItsEnd() {
    generate("One", ". Two", ".");
    assertThat(tokens.passedOn("One.")).isEqualTo(1);
    assertThat(tokens.passedOn("Two.")).isEqualTo(2);
  }

  @Test
  void passedOn_wholeAnswer_countsTheEndOfTurnToo() {
    generate("Yes", ".", "");
    assertThat(tokens.passedOn("Yes.")).isEqualTo(3);
  }

  @Test
  void passedOn_textThatNoModelWrote_isZero() {
    generate("Yes", ".");
    assertThat(tokens.passedOn("A passage's own words.")).isZero();
    assertThat(tokens.passedOn("  ")).isZero();
  }

  private void generate(String... pieces) {
    for (var piece : pieces) {
      tokens.generated(piece, 1);
    }
  }
}
