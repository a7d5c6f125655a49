package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EmbeddingInput;
import dev.atrium.platform.inference.engine.EmbeddingSink;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.Pooling;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors of texts from a decoder, by the engine that answers. */
class EmbeddingTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden");
  private static final String TENANT = "t";
  private static final double TOLERANCE = 1e-4;

  private record Vector(float[] numbers, int tokens) {}

  private static final class Collector implements EmbeddingSink {
    final CompletableFuture<Vector> vector = new CompletableFuture<>();

    @Override
    public void embedded(float[] numbers, int tokens) {
      vector.complete(new Vector(numbers, tokens));
    }

    @Override
    public void failed(AtriumException failure, int tokens) {
      vector.completeExceptionally(failure);
    }
  }

  private static final class Answer implements GenerationSink {
    final CompletableFuture<String> text = new CompletableFuture<>();
    private final StringBuilder said = new StringBuilder();

    @Override
    public void delta(String piece, int tokens) {
      said.append(piece);
    }

    @Override
    public void finished(FinishReason reason, TokenUsage usage) {
      text.complete(said.toString());
    }

    @Override
    public void failed(AtriumException failure, TokenUsage usage) {
      text.completeExceptionally(failure);
    }
  }

  @BeforeAll
  static void assumeGolden() {
    assumeTrue(Files.isDirectory(GOLDEN), "the golden fixtures are not at " + GOLDEN);
  }

  private static ModelReplica load(String model) {
    return TorchModels.load(GOLDEN.resolve(model), EngineSettings.DEFAULT.withSequences(4));
  }

  private static CompletableFuture<Vector> embed(
      ModelReplica replica, int[] ids, Pooling pooling, Optional<String> adapter) {
    var collector = new Collector();
    replica.embed(new EmbeddingInput(TENANT, ids, pooling, adapter, Optional.empty()), collector);
    return collector.vector;
  }

  private static CompletableFuture<String> chat(ModelReplica replica, Random random) {
    var prompt = random.ints(1 + random.nextInt(90), 0, 680).boxed().toList();
    var answer = new Answer();
    var sampling = SamplingParameters.GREEDY.withMaxTokens(24);
    replica.submit(
        new GenerationInput("u", new Prompt.Tokens(prompt), sampling, Optional.empty(), true),
        answer);
    return answer.text;
  }

  /** The pooled states of the reference, alone and all together beside answers in the making. */
  @ParameterizedTest
  @CsvSource({
    "tiny-qwen2,",
    "tiny-qwen2-sharded,",
    "tiny-llama,",
    "tiny-qwen2,adapter-a",
    "tiny-qwen2,adapter-b"
  })
  void embed_goldenPrompts_equalsTheReferenceAloneAndInCompany(String model, String adapter)
      throws IOException {
    var name = Optional.ofNullable(adapter);
    var file = model.replace("-sharded", "") + name.map(each -> "+" + each).orElse("") + ".json";
    var prompts = new ObjectMapper().readTree(GOLDEN.resolve("expected/" + file).toFile());
    try (var replica = load(model)) {
      name.ifPresent(
          each -> {
            var weights = TorchModels.adapter(GOLDEN.resolve(each), GOLDEN.resolve(model));
            replica.publishAdapter(TENANT, each, weights);
          });
      var random = new Random(3);
      for (var pooling : List.of(Pooling.MEAN, Pooling.LAST)) {
        var alone = new ArrayList<Vector>();
        for (var prompt : prompts.get("prompts")) {
          alone.add(embed(replica, ids(prompt), pooling, name).join());
          requireEqual(alone.getLast(), prompt, pooling);
        }
        var answers = List.of(chat(replica, random), chat(replica, random), chat(replica, random));
        var together = new ArrayList<CompletableFuture<Vector>>();
        for (var prompt : prompts.get("prompts")) {
          together.add(embed(replica, ids(prompt), pooling, name));
        }
        for (var i = 0; i < alone.size(); i++) {
          assertThat(together.get(i).join().numbers()).isEqualTo(alone.get(i).numbers());
        }
        answers.forEach(CompletableFuture::join);
      }
    }
  }

  private static void requireEqual(Vector vector, JsonNode prompt, Pooling pooling) {
    var expected = prompt.get("pooled").get(pooling.name().toLowerCase(Locale.ROOT));
    assertThat(vector.tokens()).isEqualTo(prompt.get("ids").size());
    assertThat(vector.numbers()).hasSize(expected.size());
    for (var i = 0; i < expected.size(); i++) {
      var difference = Math.abs(vector.numbers()[i] - expected.get(i).doubleValue());
      assertThat(difference).as("number %d", i).isLessThan(TOLERANCE);
    }
  }

  private static int[] ids(JsonNode prompt) {
    return StreamSupport.stream(prompt.get("ids").spliterator(), false)
        .mapToInt(JsonNode::intValue)
        .toArray();
  }

  @Test
  void embed_besideAnswers_changesNoTokenOfTheirs() {
    try (var replica = load("tiny-llama")) {
      var quiet = chat(replica, new Random(5)).join();
      var random = new Random(6);
      var answer = chat(replica, new Random(5));
      var vectors = new ArrayList<CompletableFuture<Vector>>();
      for (var i = 0; i < 60; i++) {
        var ids = random.ints(1 + random.nextInt(200), 0, 680).toArray();
        vectors.add(embed(replica, ids, Pooling.MEAN, Optional.empty()));
      }

      assertThat(answer.join()).isEqualTo(quiet);
      vectors.forEach(CompletableFuture::join);
      assertThat(replica.loads().get(TENANT).waiting()).isZero();
    }
  }

  /** Nothing of a text is kept for others, and nothing kept is taken instead of its states. */
  @Test
  void embed_promptThatWasKept_isComputedWhole() {
    try (var replica = load("tiny-llama")) {
      var ids = new Random(7).ints(200, 0, 680).toArray();
      var first = embed(replica, ids, Pooling.MEAN, Optional.empty()).join();

      var again = embed(replica, ids, Pooling.MEAN, Optional.empty()).join();

      assertThat(again.numbers()).isEqualTo(first.numbers());
      assertThat(again.tokens()).isEqualTo(200);
      assertThat(replica.loads().get(TENANT).keptTokens()).isZero();
    }
  }

  @Test
  void embed_wholeContext_isRead_andOneTokenMoreIsRefused() {
    try (var replica = load("tiny-llama")) {
      var most = replica.info().contextTokens();
      assertThat(embed(replica, new int[most], Pooling.LAST, Optional.empty()).join().tokens())
          .isEqualTo(most);
      assertThatThrownBy(() -> embed(replica, new int[most + 1], Pooling.LAST, Optional.empty()))
          .isInstanceOfSatisfying(
              AtriumException.class,
              refusal -> assertThat(refusal.code()).isEqualTo("input_too_long"));
      assertThatThrownBy(() -> replica.tokens(new Prompt.Text("")))
          .isInstanceOfSatisfying(
              AtriumException.class,
              refusal -> assertThat(refusal.code()).isEqualTo("empty_prompt"));
    }
  }

  @Test
  void embed_adapterOfAnotherTenant_isNotThere() {
    try (var replica = load("tiny-qwen2")) {
      var weights = TorchModels.adapter(GOLDEN.resolve("adapter-a"), GOLDEN.resolve("tiny-qwen2"));
      replica.publishAdapter("somebody", "mine", weights);

      assertThatThrownBy(() -> embed(replica, new int[3], Pooling.MEAN, Optional.of("mine")))
          .isInstanceOfSatisfying(
              AtriumException.class,
              refusal -> assertThat(refusal.code()).isEqualTo("model_not_found"));
    }
  }

  @Test
  void embed_afterItsDeadline_failsAndGivesItsPlaceBack() {
    try (var replica = load("tiny-llama")) {
      var collector = new Collector();
      replica.embed(
          new EmbeddingInput(
              TENANT, new int[50], Pooling.MEAN, Optional.empty(), Optional.of(Duration.ZERO)),
          collector);

      assertThatThrownBy(collector.vector::join).hasRootCauseInstanceOf(AtriumException.class);
      assertThat(embed(replica, new int[50], Pooling.MEAN, Optional.empty()).join().tokens())
          .isEqualTo(50);
    }
  }
}
