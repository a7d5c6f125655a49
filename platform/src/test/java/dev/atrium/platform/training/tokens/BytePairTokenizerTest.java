package dev.atrium.platform.training.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BytePairTokenizerTest {

  private static final String TEXT =
      """
      The replacement card costs $8. The cards of Harbor Bank cost nothing; don't pay twice!
      退货的运费是12元，退款在3天内到账。退货请联系客服。
      L'été à Zürich — naïve café, Привет мир, こんにちは, 한국어 😀👍🏽
      """;

  private static BytePairTokenizer trained(int size) {
    var trainer = new BytePairTrainer();
    trainer.read(TEXT, 3);
    return trainer.train(size, List.of("<|endoftext|>", "<|im_end|>"));
  }

  @Test
  void decode_encodedText_isTheText() {
    var tokenizer = trained(400);
    for (var text : List.of(TEXT, "unseen: 龘 ΩΩ \t\r\n  x", "", " ", "😀", "a\u0000b")) {
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
  }

  @Test
  void encode_frequentWords_areFewTokens() {
    var tokenizer = trained(480);
    assertThat(tokenizer.encode(" card")).hasSize(1);
    assertThat(tokenizer.encode("退货")).as("Chinese characters never merge").hasSize(2);
    assertThat(tokenizer.encode("2026")).as("digits stand alone").hasSize(4);
  }

  @Test
  void train_sameText_givesTheSameVocabulary() {
    assertThat(trained(450).json()).isEqualTo(trained(450).json());
  }

  @Test
  void size_enoughText_isWhatWasAskedFor() {
    assertThat(trained(300).size()).isEqualTo(300);
    assertThat(trained(300).special("<|im_end|>")).isEqualTo(299);
  }
}
