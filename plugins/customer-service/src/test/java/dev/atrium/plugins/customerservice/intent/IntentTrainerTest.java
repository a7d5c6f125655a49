package dev.atrium.plugins.customerservice.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.spi.intent.IntentLearner;
import dev.atrium.spi.intent.LabelledText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntentTrainerTest {
  private static final List<String> CARDS =
      List.of("visa", "gold", "debit", "credit", "travel", "student", "family", "virtual");

  @Test
  void classify_typo_findsTheIntent() {
    var model = new IntentTrainer().learn(examples(), 1);
    assertThat(model.classify("I lsot my credit card").label()).isEqualTo("lost");
    assertThat(model.classify("what is my balence").label()).isEqualTo("balance");
  }

  @Test
  void classify_chinese_findsTheIntent() {
    var examples = new ArrayList<LabelledText>();
    for (var what : List.of("茶叶", "毛衣", "茶杯", "毛巾", "外套", "茶壶")) {
      examples.add(new LabelledText(what + "什么时候发货", "delivery"));
      examples.add(new LabelledText("我想退掉" + what, "return"));
    }
    var model = new IntentTrainer().learn(examples, 1);
    assertThat(model.classify("雨伞什么时候能发货呀").label()).isEqualTo("delivery");
    assertThat(model.classify("雨伞我想退掉").label()).isEqualTo("return");
  }

  @Test
  void classify_nothingLikeTheExamples_isOutOfScope() {
    var model = new IntentTrainer().learn(withOutside(), 1);
    assertThat(model.classify("which planet is the largest one").label())
        .isEqualTo(IntentLearner.OUT_OF_SCOPE);
    assertThat(model.classify("I lost my gold card").label()).isEqualTo("lost");
  }

  @Test
  void learn_sameSeed_givesTheSameConfidence() {
    var one = new IntentTrainer().learn(withOutside(), 7);
    var other = new IntentTrainer().learn(withOutside(), 7);
    for (var text : List.of("my card is gone", "balance", "which planet is this", "")) {
      assertThat(one.classify(text)).isEqualTo(other.classify(text));
    }
  }

  @Test
  void learn_noIntent_isRefused() {
    assertThatThrownBy(() -> new IntentTrainer().learn(List.of(new LabelledText("what", "oos")), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<LabelledText> examples() {
    var examples = new ArrayList<LabelledText>();
    for (var card : CARDS) {
      examples.add(new LabelledText("I lost my " + card + " card", "lost"));
      examples.add(new LabelledText("somebody stole the " + card + " card", "lost"));
      examples.add(new LabelledText("what is the balance of my " + card + " account", "balance"));
      examples.add(new LabelledText("how much money is on the " + card + " card", "balance"));
    }
    return examples;
  }

  private static List<LabelledText> withOutside() {
    var examples = new ArrayList<>(examples());
    for (var thing : List.of("planet", "river", "mountain", "city", "animal", "tree", "ocean")) {
      examples.add(new LabelledText("which " + thing + " is the oldest one", "oos"));
      examples.add(new LabelledText("tell me about a famous " + thing, "oos"));
    }
    return examples;
  }
}
