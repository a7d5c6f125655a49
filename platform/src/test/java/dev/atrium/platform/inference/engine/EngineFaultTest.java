package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Steps that fail, and steps that do not end. */
class EngineFaultTest {
  private static final int CONTEXT = 400;
  private static final int SEQUENCES = 4;
  private static final int PLACES = (int) KvSpace.placesFor(SEQUENCES, CONTEXT);
  private static final EngineSettings SETTINGS =
      EngineSettings.DEFAULT.withSequences(SEQUENCES).withQueues(64, 64);

  private final List<FakeRunner> runners = new ArrayList<>();
  private final WaitingRoom room = new WaitingRoom(64, 64);
  private final AdapterShelf shelf = new AdapterShelf();
  private final Engine engine =
      new Engine(new EngineDevice(this::load, () -> 0), SETTINGS, room, shelf, () -> 0);

  private ModelRunner load() {
    var runner = new FakeRunner(PLACES, CONTEXT);
    runners.add(runner);
    return runner;
  }

  private static int[] prompt(int salt) {
    return IntStream.range(0, 100).map(i -> (i * 31 + salt) & 0xff).toArray();
  }

  private RecordingSink ask(String tenant, int salt, int answer) {
    var task =
        new Sequence.Task(
            tenant,
            Standing.USUAL,
            Optional.empty(),
            Optional.empty(),
            prompt(salt),
            new SamplingParameters(1, 1, 0, OptionalLong.of(salt), List.of(), 0),
            salt,
            answer,
            Set.of(),
            Long.MAX_VALUE);
    var sink = new RecordingSink();
    room.enter(List.of(new Sequence(task, new ByteCodec(), sink)), Duration.ofSeconds(1));
    return sink;
  }

  private static String alone(int salt, int answer) {
    var history = new ArrayList<>(Arrays.stream(prompt(salt)).boxed().toList());
    var random = new RandomStream(salt);
    var chosen = new int[answer];
    for (var i = 0; i < answer; i++) {
      chosen[i] = FakeRunner.next(history, 1, random.at(i));
      history.add(chosen[i]);
    }
    return new ByteCodec().decode(chosen);
  }

  private void steps(int count) {
    IntStream.range(0, count).forEach(i -> engine.step());
  }

  private void failOneStep() {
    var broken = runners.getLast();
    broken.failing = true;
    engine.step();
    assertThat(broken.closed).isTrue();
  }

  private void runToEnd() {
    while (engine.step()) {
      // until nobody is left
    }
  }

  @Test
  void step_fails_itsSequencesAreToldAndThoseThatWaitAreServedByANewRunner() {
    var sinks = IntStream.range(0, 6).mapToObj(i -> ask("t", i, 30)).toList();
    steps(20);

    failOneStep();
    runToEnd();

    var failed = sinks.stream().filter(sink -> sink.failure.isPresent()).toList();
    assertThat(failed).hasSize(SEQUENCES);
    assertThat(failed)
        .allSatisfy(
            sink -> {
              assertThat(sink.failure.orElseThrow().code()).isEqualTo("engine_failed");
              assertThat(sink.failure.orElseThrow().kind()).isEqualTo(AtriumException.Kind.BUG);
            });
    for (var i = 0; i < sinks.size(); i++) {
      if (sinks.get(i).failure.isEmpty()) {
        assertThat(sinks.get(i).text.toString()).isEqualTo(alone(i, 30));
      }
    }
    assertThat(runners).hasSize(2);
    assertThat(engine.snapshot().kvTokensUsed()).isZero();
  }

  /** More sequences lie in memory than a step decodes: those beside the step lose their places. */
  @Test
  void step_fails_whoWasNotInItGoesOnWhereItWas() {
    var sinks = new ArrayList<RecordingSink>();
    IntStream.range(0, 4).forEach(i -> sinks.add(ask("busy", i, 120)));
    steps(30);
    IntStream.range(4, 7).forEach(i -> sinks.add(ask("other", i, 120)));
    steps(40);
    var told = sinks.stream().map(sink -> sink.delivered).toList();

    failOneStep();
    runToEnd();

    var survivors = IntStream.range(0, 7).filter(i -> sinks.get(i).failure.isEmpty()).toArray();
    assertThat(survivors).hasSizeBetween(1, 3);
    assertThat(Arrays.stream(survivors).map(told::get)).anyMatch(count -> count > 0);
    for (var i : survivors) {
      assertThat(told.get(i)).isLessThan(120);
      assertThat(sinks.get(i).text.toString()).isEqualTo(alone(i, 120));
      assertThat(sinks.get(i).usage).isEqualTo(new TokenUsage(100, 0, 120));
    }
  }

  @Test
  void step_failsAgainAndAgain_costsOnlyWhoWasThere() {
    for (var round = 0; round < 5; round++) {
      var sink = ask("t", round, 5);
      failOneStep();
      assertThat(sink.failure).isPresent();
    }
    var last = ask("t", 9, 5);
    runToEnd();
    assertThat(last.text.toString()).isEqualTo(alone(9, 5));
    assertThat(engine.loads().get("t").running()).isZero();
  }

  @Test
  void step_fails_adaptersLieAtTheirPlacesInTheNewRunner() {
    engine.publish("t", "gone", new FakeRunner.FakeAdapter(1));
    engine.publish("t", "kept", new FakeRunner.FakeAdapter(2));
    engine.publish("t", "too", new FakeRunner.FakeAdapter(3));
    shelf.retire("t", "gone");
    ask("t", 1, 5);
    engine.step();

    failOneStep();

    assertThat(runners.getLast().turns).isEqualTo(Map.of(1, 2, 2, 3));
  }

  /** Blocks in its first step until it is let go. */
  private static final class HangingRunner extends PassingRunner {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);

    HangingRunner() {
      super(new FakeRunner(PLACES, CONTEXT));
    }

    @Override
    public StepResult run(StepPlan plan) {
      entered.countDown();
      try {
        assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.run(plan);
    }
  }

  @Test
  void problem_stepThatHangs_isToldAndGoneWhenTheStepEnds() throws Exception {
    var now = new AtomicLong();
    var runner = new HangingRunner();
    var info = new ModelInfo("fake", "1", FakeRunner.VOCABULARY, CONTEXT, Set.of());
    var input =
        new GenerationInput(
            "t",
            new Prompt.Text("hello"),
            SamplingParameters.GREEDY.withMaxTokens(3),
            Optional.empty());
    try (var replica =
        ModelReplica.start(info, new ByteCodec(), SETTINGS, () -> runner, now::get)) {
      var sink = new RecordingSink();
      replica.submit(input, sink);
      assertThat(runner.entered.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(replica.problem()).isEmpty();

      now.addAndGet(ModelReplica.STUCK.toNanos());

      assertThat(replica.problem()).hasValueSatisfying(text -> assertThat(text).contains("60"));
      assertThatThrownBy(() -> replica.submit(input, new RecordingSink()))
          .isInstanceOfSatisfying(
              AtriumException.class,
              refusal -> {
                assertThat(refusal.kind()).isEqualTo(AtriumException.Kind.CAPACITY);
                assertThat(refusal.code()).isEqualTo("model_stuck");
              });
      runner.released.countDown();
      assertThat(sink.done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(sink.reason).contains(FinishReason.LENGTH);
      assertThat(replica.problem()).isEmpty();
    }
  }
}
