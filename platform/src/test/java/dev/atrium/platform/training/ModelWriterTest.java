package dev.atrium.platform.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.training.corpus.Corpus;
import dev.atrium.platform.training.corpus.Dialogue;
import dev.atrium.platform.training.corpus.Exercises;
import dev.atrium.platform.training.tokens.BytePairTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written here must be read by the engine exactly as it was meant. */
class ModelWriterTest {

  private static final Recipe TINY =
      Recipe.shipped()
          .withVocabulary(4800)
          .withShape(new Recipe.Shape(2, 16, 4, 2, 24, 10_000, 1e-6));
  private static Corpus corpus;
  private static BytePairTokenizer tokenizer;
  private static Recipe recipe;

  @TempDir private Path folder;
  private List<float[]> weights;

  @BeforeAll
  static void trainTheTokenizer() {
    corpus = Corpus.invented();
    tokenizer = Pretraining.tokenizer(TINY, corpus);
    recipe = TINY.withVocabulary(tokenizer.size());
  }

  @BeforeEach
  void write() throws IOException {
    weights = new Layout(recipe.shape(), recipe.vocabulary()).start(3);
    new ModelWriter(recipe, tokenizer).write(folder, weights);
  }

  @Test
  void write_everyTensor_hasTheNameAndShapeOfItsFamily() {
    try (var model = ModelFolder.open(folder)) {
      assertThat(model.config().layers()).isEqualTo(2);
      var checkpoint = model.checkpoint();
      assertThat(checkpoint.names()).hasSize(2 + 2 * 12);
      var key = checkpoint.tensor("model.layers.1.self_attn.k_proj.weight", 8, 16).floats();
      var fused = weights.get(2 + Layout.PER_LAYER + 1);
      for (var i = 0; i < key.length; i++) {
        var exact = fused[16 * 16 + i];
        assertThat(key[i]).isBetween(exact - Math.abs(exact) / 256, exact + Math.abs(exact) / 256);
      }
    }
  }

  @Test
  void encode_manyTexts_equalsHuggingFaceTokenizers() {
    var texts =
        List.of(
            "How much does the replacement card cost? It's $12.50!",
            "退货的运费是12元，3天内到账。“我的订单”里点‘申请退货’",
            "L'été à Zürich, Ελλάδα, Привет, こんにちは世界, 한국어, عربى, हिन्दी",
            "  leading, trailing  \n\n\ttabs\r\nand 12345 digits_and-signs @#%",
            "😀👍🏽 e\u0301 \u00e9 ﬁ ｆｕｌｌ　ｗｉｄｔｈ 〇 々 㐀 𠀀",
            "we'll they've I'm don't DON'T");
    try (var model = ModelFolder.open(folder)) {
      for (var text : texts) {
        assertThat(tokenizer.encode(text)).as(text).isEqualTo(model.tokenizer().encode(text));
      }
      var exercises = Exercises.training(corpus);
      for (var seed = 0; seed < 200; seed++) {
        var text = exercises.draw(new SplittableRandom(seed), 1).prompt().getLast().text();
        assertThat(tokenizer.encode(text)).as(text).isEqualTo(model.tokenizer().encode(text));
      }
    }
  }

  @Test
  void render_dialogue_givesTheTokensThatWereTrainedOn() {
    var dialogue = Exercises.training(corpus).draw(new SplittableRandom(8), 1);
    var messages =
        dialogue.prompt().stream()
            .map(turn -> new ChatMessage(turn.role().word(), turn.text()))
            .toList();
    try (var model = ModelFolder.open(folder)) {
      var rendered = model.encode(model.render(messages));
      var trained = new ChatFormat(tokenizer).example(dialogue);
      assertThat(Arrays.copyOf(trained.tokens(), rendered.length)).isEqualTo(rendered);
      assertThat(trained.judged()[rendered.length]).isGreaterThan(1f);
      var answer = tokenizer.encode(dialogue.answer());
      assertThat(trained.tokens()[rendered.length + answer.length])
          .as("the end of the turn is learned")
          .isEqualTo(tokenizer.special(ChatFormat.END))
          .isIn(model.endTokens());
    }
  }

  @Test
  void prompt_dialogue_isWhatTheTemplateRenders() {
    var turns =
        List.of(
            new Dialogue.Turn(Dialogue.Role.SYSTEM, "Answer."),
            new Dialogue.Turn(Dialogue.Role.USER, "你好"));
    try (var model = ModelFolder.open(folder)) {
      var rendered =
          model.encode(
              model.render(
                  List.of(new ChatMessage("system", "Answer."), new ChatMessage("user", "你好"))));
      assertThat(new ChatFormat(tokenizer).prompt(turns)).isEqualTo(rendered);
    }
  }
}
