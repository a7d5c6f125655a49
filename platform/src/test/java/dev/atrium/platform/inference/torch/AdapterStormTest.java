package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tenants' adapters come and go while others are being answered. */
class AdapterStormTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden");
  private static final Path MODEL = GOLDEN.resolve("tiny-qwen2");
  private static final int LOADS = Integer.getInteger("atrium.storm.loads", 40);

  private ModelReplica replica;
  private AdapterWeights a;
  private AdapterWeights b;

  @BeforeEach
  void load() {
    assumeTrue(Files.isDirectory(MODEL), "the golden fixtures are not at " + MODEL);
    replica = TorchModels.load(MODEL, EngineSettings.DEFAULT.withSequences(6));
    a = TorchModels.adapter(GOLDEN.resolve("adapter-a"), MODEL);
    b = TorchModels.adapter(GOLDEN.resolve("adapter-b"), MODEL);
  }

  @AfterEach
  void close() {
    if (replica != null) {
      replica.close();
    }
  }

  private record Answer(String text, Optional<AtriumException> failure) {}

  private CompletableFuture<Answer> ask(String tenant, Optional<String> adapter, int seed) {
    var ids = new Random(seed).ints(90, 0, 700).boxed().toList();
    var sampling = SamplingParameters.GREEDY.withMaxTokens(40);
    var input =
        new GenerationInput(tenant, new Prompt.Tokens(ids), sampling, Optional.empty(), true);
    var end = new CompletableFuture<Answer>();
    var text = new StringBuilder();
    replica.submit(
        input.adapted(adapter),
        new GenerationSink() {
          @Override
          public void delta(String piece, int tokens) {
            text.append(piece);
          }

          @Override
          public void finished(FinishReason reason, TokenUsage usage) {
            end.complete(new Answer(text.toString(), Optional.empty()));
          }

          @Override
          public void failed(AtriumException failure, TokenUsage usage) {
            end.complete(new Answer(text.toString(), Optional.of(failure)));
          }
        });
    return end;
  }

  private static String text(CompletableFuture<Answer> answer) {
    assertThat(answer.join().failure()).isEmpty();
    return answer.join().text();
  }

  @Test
  void publish_adapterOfAnotherTenant_isNotFound() {
    replica.publishAdapter("one", "tuned", a);
    assertThat(text(ask("one", Optional.of("tuned"), 1)))
        .isNotEqualTo(text(ask("one", Optional.empty(), 1)));
    assertThatThrownBy(() -> ask("other", Optional.of("tuned"), 1))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refusal -> assertThat(refusal.code()).isEqualTo("model_not_found"));
    assertThat(replica.retireAdapter("one", "tuned")).isTrue();
    assertThatThrownBy(() -> ask("one", Optional.of("tuned"), 1))
        .isInstanceOf(AtriumException.class);
    assertThat(replica.retireAdapter("one", "tuned")).isFalse();
  }

  @Test
  void publish_whileAnswering_leavesTheAnswerItsVersion() {
    replica.publishAdapter("t", "tuned", a);
    var withA = text(ask("t", Optional.of("tuned"), 3));
    var inFlight = new ArrayList<CompletableFuture<Answer>>();
    for (var i = 0; i < 5; i++) {
      inFlight.add(ask("t", Optional.of("tuned"), 3));
    }
    replica.publishAdapter("t", "tuned", b);
    var withB = text(ask("t", Optional.of("tuned"), 3));
    inFlight.forEach(answer -> assertThat(text(answer)).isEqualTo(withA));
    assertThat(withB).isNotEqualTo(withA);
    assertThat(text(ask("t", Optional.of("tuned"), 3))).isEqualTo(withB);
  }

  /** Loads and evictions beside them change no token of other sequences. */
  @Test
  void storm_ofLoadsAndEvictions_leavesOthersTheirTokens() {
    replica.publishAdapter("steady", "own", b);
    var quiet = new ArrayList<String>();
    for (var seed = 0; seed < 4; seed++) {
      quiet.add(text(ask("steady", adapterOf(seed), seed)));
    }
    var random = new Random(9);
    var steady = new ArrayList<CompletableFuture<Answer>>();
    for (var load = 0; load < LOADS; load++) {
      var name = "n" + random.nextInt(5);
      replica.publishAdapter("busy", name, random.nextBoolean() ? a : b);
      steady.add(ask("steady", adapterOf(load % 4), load % 4));
      ask("busy", Optional.of(name), load);
      if (random.nextBoolean()) {
        replica.retireAdapter("busy", name);
      }
      if (load >= 8) {
        steady.get(load - 8).join();
      }
    }
    for (var i = 0; i < steady.size(); i++) {
      assertThat(text(steady.get(i))).isEqualTo(quiet.get(i % 4));
    }
  }

  private static Optional<String> adapterOf(int seed) {
    return seed % 2 == 0 ? Optional.empty() : Optional.of("own");
  }
}
