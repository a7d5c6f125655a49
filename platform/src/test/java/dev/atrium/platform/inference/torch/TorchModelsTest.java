package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.GenerationSink;
import dev.atrium.platform.inference.engine.ModelReplica;
import dev.atrium.platform.inference.engine.ModelRunner;
import dev.atrium.platform.inference.engine.PassingRunner;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepResult;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A real model behind a real engine. */
class TorchModelsTest {
  private static final Path MODEL =
      Path.of(System.getProperty("atrium.shared", "../../shared"), "golden", "tiny-llama");

  private record Answer(String text, int delivered, FinishReason reason, TokenUsage usage) {}

  private static final class Collector implements GenerationSink {
    final CompletableFuture<Answer> answer = new CompletableFuture<>();
    final StringBuilder text = new StringBuilder();
    int delivered;

    @Override
    public void delta(String piece, int tokens) {
      text.append(piece);
      delivered += tokens;
    }

    @Override
    public void finished(FinishReason reason, TokenUsage usage) {
      answer.complete(new Answer(text.toString(), delivered, reason, usage));
    }

    @Override
    public void failed(AtriumException failure, TokenUsage usage) {
      answer.completeExceptionally(failure);
    }
  }

  private static ModelReplica load() {
    assumeTrue(Files.isDirectory(MODEL), "the golden fixtures are not at " + MODEL);
    return TorchModels.load(MODEL, EngineSettings.DEFAULT.withSequences(8));
  }

  private static GenerationInput input(List<Integer> prompt, SamplingParameters sampling) {
    return new GenerationInput("t", new Prompt.Tokens(prompt), sampling, Optional.empty(), true);
  }

  private static CompletableFuture<Answer> submit(ModelReplica replica, GenerationInput input) {
    var collector = new Collector();
    replica.submit(input, collector);
    return collector.answer;
  }

  /** Fails at one step, as a native call does that throws. */
  private static final class FailingOnce extends PassingRunner {
    private final AtomicInteger stepsLeft;

    FailingOnce(ModelRunner runner, AtomicInteger stepsLeft) {
      super(runner);
      this.stepsLeft = stepsLeft;
    }

    @Override
    public StepResult run(StepPlan plan) {
      if (stepsLeft.decrementAndGet() == 0) {
        throw new IllegalStateException("the device is gone");
      }
      return super.run(plan);
    }
  }

  @Test
  void submit_afterAStepThatFailed_isAnsweredByTheModelLoadedAnew() {
    assumeTrue(Files.isDirectory(MODEL), "the golden fixtures are not at " + MODEL);
    var settings = EngineSettings.DEFAULT.withSequences(2);
    var steps = new AtomicInteger(Integer.MAX_VALUE);
    var input = input(List.of(5, 6, 7), SamplingParameters.GREEDY.withMaxTokens(12));
    try (var replica = TorchModels.load(MODEL, settings, each -> new FailingOnce(each, steps))) {
      var before = submit(replica, input).join();
      steps.set(4);
      assertThat(submit(replica, input))
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableThat()
          .withMessageContaining("failed at this step");
      assertThat(submit(replica, input).join()).isEqualTo(before);
      assertThat(replica.problem()).isEmpty();
    }
  }

  /**
   * Greedy and seeded answers are the same alone and among others that join and leave, with prompts
   * computed anew or found in the cache.
   */
  @Test
  void submit_storm_givesEveryoneTheAnswerThatHeGetsAlone() {
    try (var replica = load()) {
      var random = new Random(4);
      var inputs = new ArrayList<GenerationInput>();
      for (var i = 0; i < 40; i++) {
        var prompt = random.ints(1 + random.nextInt(150), 0, 680).boxed().toList();
        var seed = OptionalLong.of(random.nextLong());
        var temperature = i % 2 == 0 ? 0 : 1.2;
        var sampling =
            new SamplingParameters(
                temperature,
                i % 3 == 0 ? 0.9 : 1,
                i % 5 == 0 ? 7 : 0,
                seed,
                List.of(),
                1 + random.nextInt(30));
        inputs.add(input(prompt, sampling));
      }
      var alone = inputs.stream().map(input -> submit(replica, input).join()).toList();
      var latestFirst = inputs.reversed().stream().map(input -> submit(replica, input)).toList();
      var together = latestFirst.reversed();
      for (var i = 0; i < inputs.size(); i++) {
        var answer = together.get(i).join();
        assertThat(answer.text()).isEqualTo(alone.get(i).text());
        assertThat(answer.delivered()).isEqualTo(alone.get(i).delivered());
        assertThat(answer.usage().generated()).isEqualTo(alone.get(i).usage().generated());
      }
      assertThat(together).anyMatch(answer -> answer.join().usage().cached() > 0);
    }
  }

  /** What was streamed is the text of all tokens, though characters are torn over tokens. */
  @Test
  void submit_tornCharacters_streamsTheTextOfAllTokens() {
    try (var replica = load()) {
      var prompt = replica.codec().encode("请先重新启动路由器 🙂");
      var ids = Arrays.stream(prompt).boxed().toList();
      var sampling = new SamplingParameters(2, 1, 0, OptionalLong.of(1), List.of(), 200);
      var answer = submit(replica, input(ids, sampling)).join();
      assertThat(answer.usage()).isEqualTo(new TokenUsage(prompt.length, 0, 200));
      assertThat(answer.reason()).isEqualTo(FinishReason.LENGTH);
      assertThat(answer.text()).isNotEmpty();
    }
  }

  @Test
  void submit_conversation_isRenderedWithTheModelsTemplate() {
    try (var replica = load()) {
      var messages = List.of(new ChatMessage("user", "Hello!"));
      var answer =
          submit(
                  replica,
                  GenerationInput.chat("t", messages, SamplingParameters.GREEDY.withMaxTokens(5)))
              .join();
      var text = replica.codec().render(messages);
      assertThat(text).isEqualTo("<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n");
      assertThat(answer.usage().prompt()).isEqualTo(replica.codec().encode(text).length);
    }
  }
}
