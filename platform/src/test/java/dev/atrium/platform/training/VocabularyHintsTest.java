package dev.atrium.platform.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.training.tokens.BytePairTokenizer;
import dev.atrium.platform.training.tokens.BytePairTrainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyHintsTest {

  private static BytePairTokenizer tokenizer() {
    var trainer = new BytePairTrainer();
    trainer.read("The cat saw the dog. the The cat the", 50);
    return trainer.train(280, List.of("<|end|>"));
  }

  @Test
  void of_sameWordInOtherSpelling_sharesItsFamily() {
    var tokenizer = tokenizer();
    var families = VocabularyHints.of(tokenizer).families();
    assertThat(tokenizer.encode("The")).hasSize(1);
    assertThat(tokenizer.encode(" the")).hasSize(1);
    assertThat(families[tokenizer.encode("The")[0]])
        .isEqualTo(families[tokenizer.encode(" the")[0]])
        .isNotEqualTo(families[tokenizer.encode(" cat")[0]]);
  }

  @Test
  void of_specialTokensAndPartsOfCharacters_areAlone() {
    var tokenizer = tokenizer();
    var families = VocabularyHints.of(tokenizer).families();
    var special = tokenizer.special("<|end|>");
    assertThat(families[special]).isEqualTo(special);
    assertThat(families[0xE4]).isEqualTo(0xE4);
  }
}
