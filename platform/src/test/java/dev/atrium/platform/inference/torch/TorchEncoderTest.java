package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.encoder.EncoderReplica;
import dev.atrium.platform.inference.encoder.EncoderRunner.Row;
import dev.atrium.platform.inference.encoder.EncoderSettings;
import dev.atrium.platform.inference.encoder.EncoderWork;
import dev.atrium.platform.inference.engine.Embedder;
import dev.atrium.platform.inference.engine.EmbeddingInput;
import dev.atrium.platform.inference.engine.EmbeddingSink;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.Pooling;
import dev.atrium.platform.inference.model.EncoderFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoders against a float64 reference. */
class TorchEncoderTest {
  private static final double TOLERANCE = 2e-5;
  private static final int[] LENGTHS = {1, 2, 15, 16, 17, 63, 64, 65, 128};

  @TempDir private Path folder;

  private static int[] ids(Random random, int count) {
    return random.ints(count, 0, 16).toArray();
  }

  private static double[] expected(double[][] states, EncoderWork work) {
    return switch (work) {
      case FIRST -> states[0];
      case LAST -> states[states.length - 1];
      default -> {
        var mean = new double[states[0].length];
        for (var state : states) {
          for (var i = 0; i < mean.length; i++) {
            mean[i] += state[i] / states.length;
          }
        }
        yield mean;
      }
    };
  }

  private static void requireEqual(float[] own, double[] expected) {
    assertThat(own).hasSize(expected.length);
    for (var i = 0; i < own.length; i++) {
      assertThat(Math.abs(own[i] - expected[i])).as("number %d", i).isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"bert,gelu", "bert,gelu_new", "roberta,relu", "xlm-roberta,gelu"})
  void run_textsOfManyLengths_equalsTheReference(String family, String activation)
      throws IOException {
    var model = new SampleEncoder(family, List.of(), 1);
    model.config.put("hidden_act", activation);
    var reference = new EncoderReference(model);
    var random = new Random(2);
    try (var opened = EncoderFolder.open(model.write(folder.resolve(family)));
        var runner = TorchEncoder.load(opened)) {
      for (var work : List.of(EncoderWork.MEAN, EncoderWork.LAST, EncoderWork.FIRST)) {
        var rows = new ArrayList<Row>();
        for (var length : LENGTHS) {
          rows.add(new Row(ids(random, length), work));
        }
        var results = runner.run(rows, 128);
        for (var i = 0; i < rows.size(); i++) {
          requireEqual(results.get(i), expected(reference.states(rows.get(i).tokens()), work));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "xlm-roberta"})
  void run_classifier_equalsTheReference(String family) throws IOException {
    var model = new SampleEncoder(family, List.of("good", "bad", "neither"), 3);
    var reference = new EncoderReference(model);
    var random = new Random(4);
    try (var opened = EncoderFolder.open(model.write(folder.resolve(family)));
        var runner = TorchEncoder.load(opened)) {
      assertThat(opened.info().labels()).containsExactly("good", "bad", "neither");
      for (var length : LENGTHS) {
        var tokens = ids(random, length);
        var own = runner.run(List.of(new Row(tokens, EncoderWork.CLASSES)), length).getFirst();
        requireEqual(own, reference.classes(tokens));
      }
    }
  }

  /** What comes of a text has the same bits alone and beside any others. */
  @Test
  void embed_textAmongOthers_hasTheSameBitsAsAlone() throws IOException {
    var path = new SampleEncoder("bert", List.of("yes", "no"), 5).write(folder.resolve("mine"));
    try (var replica = TorchEncoder.serve(path, EncoderSettings.DEFAULT)) {
      var random = new Random(6);
      var texts = new ArrayList<int[]>();
      for (var i = 0; i < 200; i++) {
        texts.add(ids(random, 1 + random.nextInt(128)));
      }
      var alone = texts.stream().map(text -> embed(replica, text).join()).toList();
      var classes = texts.stream().map(text -> embed(replica.classifier(), text).join()).toList();
      var together = new ArrayList<CompletableFuture<float[]>>();
      for (var text : texts) {
        together.add(embed(replica, text));
        together.add(embed(replica.classifier(), text));
      }
      for (var i = 0; i < texts.size(); i++) {
        assertThat(together.get(2 * i).join()).isEqualTo(alone.get(i));
        assertThat(together.get(2 * i + 1).join()).isEqualTo(classes.get(i));
      }
    }
  }

  private static CompletableFuture<float[]> embed(Embedder embedder, int[] tokens) {
    var result = new CompletableFuture<float[]>();
    embedder.embed(
        new EmbeddingInput("t", tokens, Pooling.MEAN, Optional.empty(), Optional.empty()),
        new EmbeddingSink() {
          @Override
          public void embedded(float[] vector, int count) {
            result.complete(vector);
          }

          @Override
          public void failed(AtriumException failure, int count) {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  @Test
  void tokens_areThoseOfTheFolderWithItsSpecialOnesUncutAndUnpadded() throws IOException {
    var bert = new SampleEncoder("bert", List.of(), 7).write(folder.resolve("bert"));
    var other = new SampleEncoder("xlm-roberta", List.of(), 7).write(folder.resolve("other"));
    try (var words = TorchEncoder.serve(bert, EncoderSettings.DEFAULT);
        var pieces = TorchEncoder.serve(other, EncoderSettings.DEFAULT)) {
      assertThat(words.tokens(new Prompt.Text("The CARD costs five euros, costing.")))
          .containsExactly(2, 13, 5, 6, 7, 9, 10, 7, 1, 6, 8, 11, 3);
      assertThat(pieces.tokens(new Prompt.Text("the card costs")))
          .containsExactly(0, 13, 5, 6, 7, 2);
    }
  }

  @Test
  void replica_refusesWhatItCannotRead() throws IOException {
    var path = new SampleEncoder("xlm-roberta", List.of(), 8).write(folder.resolve("mine"));
    try (var replica = TorchEncoder.serve(path, EncoderSettings.DEFAULT)) {
      refuses("empty_prompt", () -> replica.tokens(new Prompt.Text("")));
      refuses("unknown_token", () -> replica.tokens(new Prompt.Tokens(List.of(16))));
      refuses("model_unfit", () -> replica.tokens(new Prompt.Chat(List.of())));
      refuses("model_unfit", replica::classifier);
      assertThat(embed(replica, new int[128]).join()).hasSize(SampleEncoder.HIDDEN);
      refuses("input_too_long", () -> embed(replica, new int[129]));
      var adapted =
          new EmbeddingInput("t", new int[3], Pooling.MEAN, Optional.of("x"), Optional.empty());
      refuses("model_not_found", () -> replica.embed(adapted, null));
    }
  }

  private static void refuses(String code, Runnable asked) {
    assertThatThrownBy(asked::run)
        .isInstanceOfSatisfying(
            AtriumException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({
    "position_embedding_type,relative_key",
    "hidden_act,swish",
    "model_type,deberta-v2",
    "problem_type,multi_label_classification"
  })
  void open_configThatAsksForMore_isRefusedByName(String key, String value) throws IOException {
    var model = new SampleEncoder("bert", List.of("a", "b"), 9);
    model.config.put(key, value);
    model.write(folder.resolve("m"));

    assertThatThrownBy(() -> EncoderFolder.open(folder.resolve("m")))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining(key);
  }

  @Test
  void serve_brokenWeights_areRefusedByName() throws IOException {
    var missing = new SampleEncoder("bert", List.of(), 10);
    missing.weights.remove("encoder.layer.1.output.dense.bias");
    refusesFolder(missing, "encoder.layer.1.output.dense.bias");
    var strange = new SampleEncoder("bert", List.of(), 10);
    strange.weights.put("encoder.layer.3.output.dense.bias", new float[32]);
    strange.shapes.put("encoder.layer.3.output.dense.bias", new long[] {32});
    refusesFolder(strange, "encoder.layer.3.output.dense.bias");
    var small = new SampleEncoder("bert", List.of(), 10);
    small.weights.put("embeddings.position_embeddings.weight", new float[32]);
    small.shapes.put("embeddings.position_embeddings.weight", new long[] {1, 32});
    refusesFolder(small, "position_embeddings");
    var path = new SampleEncoder("bert", List.of(), 10).write(folder.resolve("half"));
    var file = path.resolve("model.safetensors");
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> TorchEncoder.serve(path, EncoderSettings.DEFAULT))
        .isInstanceOf(AtriumException.class);
  }

  private void refusesFolder(SampleEncoder model, String named) throws IOException {
    var path = model.write(folder.resolve("m" + System.nanoTime()));
    assertThatThrownBy(
            () -> {
              EncoderReplica replica = TorchEncoder.serve(path, EncoderSettings.DEFAULT);
              replica.close();
            })
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining(named);
  }

  @Test
  void pooling_isThatOfTheFolder() throws IOException {
    var path = new SampleEncoder("bert", List.of(), 11).write(folder.resolve("m"));
    Files.createDirectories(path.resolve("1_Pooling"));
    var file = path.resolve("1_Pooling/config.json");
    Files.writeString(
        file, "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
    try (var opened = EncoderFolder.open(path)) {
      assertThat(opened.info().pooling()).isEqualTo(Pooling.FIRST);
    }
    Files.writeString(file, "{\"pooling_mode_max_tokens\": true}");
    assertThatThrownBy(() -> EncoderFolder.open(path)).hasMessageContaining("max_tokens");
  }
}
