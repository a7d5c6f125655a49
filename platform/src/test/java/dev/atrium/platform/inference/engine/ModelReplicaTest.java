package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelReplicaTest {
  private static final int CONTEXT = 300;

  private final FakeRunner runner = new FakeRunner((int) KvSpace.placesFor(4, CONTEXT), CONTEXT);
  private final ModelReplica replica =
      ModelReplica.start(
          new ModelInfo("fake", "1", FakeRunner.VOCABULARY, CONTEXT, Set.of()),
          new ByteCodec(),
          EngineSettings.DEFAULT.withSequences(4),
          () -> runner);

  @AfterEach
  void close() {
    replica.close();
    assertThat(runner.closed).isTrue();
  }

  private static GenerationInput text(String text, int maxTokens) {
    return new GenerationInput(
        "t",
        new Prompt.Text(text),
        new SamplingParameters(1, 1, 0, OptionalLong.of(3), List.of(), maxTokens),
        Optional.empty(),
        false);
  }

  @Test
  void submit_manyFromManyThreads_eachGetsTheSameAsAlone() throws Exception {
    var alone = new RecordingSink();
    replica.submit(text("hello", 30), alone);
    assertThat(alone.done.await(20, TimeUnit.SECONDS)).isTrue();
    var sinks = IntStream.range(0, 64).mapToObj(i -> new RecordingSink()).toList();
    var threads =
        sinks.stream()
            .map(sink -> Thread.startVirtualThread(() -> replica.submit(text("hello", 30), sink)))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    for (var sink : sinks) {
      assertThat(sink.done.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(sink.text.toString()).isEqualTo(alone.text.toString());
      assertThat(sink.usage).isEqualTo(new TokenUsage(5, 0, 30));
    }
  }

  @Test
  void submit_promptLongerThanTheContext_isTheCallersFault() {
    assertThatThrownBy(() -> replica.submit(text("x".repeat(CONTEXT), 1), new RecordingSink()))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(AtriumException.Kind.CALLER);
              assertThat(failure.code()).isEqualTo("context_length_exceeded");
            });
  }

  @Test
  void submit_tokenOutsideTheVocabulary_isTheCallersFault() {
    var input =
        new GenerationInput(
            "t",
            new Prompt.Tokens(List.of(1, 256)),
            SamplingParameters.GREEDY,
            Optional.empty(),
            false);
    assertThatThrownBy(() -> replica.submit(input, new RecordingSink()))
        .hasMessageContaining("Token 256");
  }

  @Test
  void submit_moreTokensThanFit_endsAtTheContextsEnd() throws Exception {
    var sink = new RecordingSink();
    replica.submit(text("x".repeat(290), 50), sink);
    assertThat(sink.done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sink.reason).contains(FinishReason.LENGTH);
    assertThat(sink.usage.generated()).isEqualTo(10);
  }

  @Test
  void close_whileAnswering_letsTheAnswerEndAndRefusesNewOnes() throws Exception {
    var sink = new RecordingSink();
    replica.submit(text("x", 250), sink);
    replica.close();
    assertThat(sink.reason).contains(FinishReason.LENGTH);
    assertThatThrownBy(() -> replica.submit(text("y", 5), new RecordingSink()))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("model_stopping"));
  }

  /** The operator's own system message is computed once for all tenants; a tenant's never is. */
  @Test
  void submit_systemMessageOfTheOperator_servesAllTenantsFromTheCache() throws Exception {
    var operators = "You answer for the house. ".repeat(8);
    var tenants = "You answer for one tenant. ".repeat(8);
    var settings = EngineSettings.DEFAULT.withSequences(4).withSharedPrompts(List.of(operators));
    try (var sharing =
        ModelReplica.start(
            replica.info(),
            new ByteCodec(),
            settings,
            () -> new FakeRunner((int) KvSpace.placesFor(4, CONTEXT), CONTEXT))) {
      assertThat(cached(sharing, "one", operators)).isZero();
      assertThat(cached(sharing, "two", operators)).isEqualTo(192);
      assertThat(cached(sharing, "one", tenants)).isZero();
      assertThat(cached(sharing, "two", tenants)).isZero();
      assertThat(cached(sharing, "two", tenants)).isEqualTo(192);
    }
  }

  private static int cached(ModelReplica replica, String tenant, String system) throws Exception {
    var messages = List.of(new ChatMessage("system", system), new ChatMessage("user", "hello"));
    var sink = new RecordingSink();
    var sampling = SamplingParameters.GREEDY.withMaxTokens(2);
    replica.submit(GenerationInput.chat(tenant, messages, sampling), sink);
    assertThat(sink.done.await(20, TimeUnit.SECONDS)).isTrue();
    return sink.usage.cached();
  }

  @Test
  void start_loaderFails_isReportedToTheCaller() {
    assertThatThrownBy(
            () ->
                ModelReplica.start(
                    replica.info(),
                    new ByteCodec(),
                    EngineSettings.DEFAULT,
                    () -> {
                      throw AtriumException.outside("model_broken", "no weights");
                    }))
        .isInstanceOf(AtriumException.class)
        .hasMessage("no weights");
  }

  @Test
  void cancel_fromASink_stopsBeforeTheNextToken() throws Exception {
    var sink = new RecordingSink();
    var handle = new Generation[1];
    sink.onDelta =
        () -> {
          if (handle[0] != null) {
            handle[0].cancel();
          }
        };
    handle[0] = replica.submit(text("cancel me", 290).within(Duration.ofMinutes(1)), sink);
    handle[0].cancel();
    assertThat(sink.done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sink.reason).isPresent();
  }
}
