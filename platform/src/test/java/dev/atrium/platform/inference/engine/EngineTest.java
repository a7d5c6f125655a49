package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final int CONTEXT = 400;
  private static final int SEQUENCES = 4;

  private final FakeRunner runner =
      new FakeRunner((int) KvSpace.placesFor(SEQUENCES, CONTEXT), CONTEXT);
  private final EngineSettings settings =
      new EngineSettings(
          SEQUENCES, 0, 8, 8, 256, 64, EngineSettings.Precision.FLOAT32, Duration.ofSeconds(1), 0);
  private final WaitingRoom room = new WaitingRoom(settings.queue(), settings.tenantQueue());
  private long now = 0;
  private final Engine engine =
      new Engine(
          new EngineDevice(() -> runner, () -> 0), settings, room, new AdapterShelf(), () -> now);

  private static SamplingParameters sampling(double temperature, long seed, List<String> stop) {
    return new SamplingParameters(temperature, 1, 0, OptionalLong.of(seed), stop, 0);
  }

  private static Sequence sequence(
      int[] prompt, int maxTokens, double temperature, RecordingSink sink) {
    return sequence(
        prompt, maxTokens, sampling(temperature, 7, List.of()), Set.of(), Long.MAX_VALUE, sink);
  }

  private static Sequence sequence(
      int[] prompt,
      int maxTokens,
      SamplingParameters sampling,
      Set<Integer> ends,
      long deadline,
      RecordingSink sink) {
    var task =
        new Sequence.Task(
            "tenant",
            Standing.USUAL,
            Optional.empty(),
            Optional.empty(),
            prompt,
            sampling,
            sampling.seed().orElse(0),
            maxTokens,
            ends,
            deadline);
    return new Sequence(task, new ByteCodec(), sink);
  }

  private static int[] prompt(int length, int salt) {
    return IntStream.range(0, length).map(i -> (i * 31 + salt) & 0xff).toArray();
  }

  private void enter(Sequence sequence) {
    room.enter(List.of(sequence), Duration.ofSeconds(1));
  }

  private void runToEnd() {
    var steps = 0;
    while (engine.step()) {
      assertThat(++steps).isLessThan(100_000);
    }
  }

  /** Text of the sequence when nothing else runs. */
  private static String alone(int[] prompt, int maxTokens, double temperature, long seed) {
    var history = new ArrayList<Integer>();
    for (var token : prompt) {
      history.add(token);
    }
    var random = new RandomStream(seed);
    var chosen = new int[maxTokens];
    for (var i = 0; i < maxTokens; i++) {
      chosen[i] = FakeRunner.next(history, temperature, random.at(i));
      history.add(chosen[i]);
    }
    return new ByteCodec().decode(chosen);
  }

  @Test
  void step_oneSequence_isComputedInPiecesThenTokenByToken() {
    var sink = new RecordingSink();
    enter(sequence(prompt(150, 1), 10, 0, sink));

    runToEnd();

    assertThat(sink.text.toString()).isEqualTo(alone(prompt(150, 1), 10, 0, 7));
    assertThat(sink.reason).contains(FinishReason.LENGTH);
    assertThat(sink.usage).isEqualTo(new TokenUsage(150, 0, 10));
    assertThat(sink.delivered).isEqualTo(10);
    assertThat(runner.plans.getFirst().rows())
        .extracting(row -> row.tokens().length)
        .containsExactly(64, 64, 22);
    assertThat(engine.snapshot().promptTokens()).isEqualTo(150);
    assertThat(engine.snapshot().generatedTokens()).isEqualTo(10);
  }

  @Test
  void step_longPromptBesideDecoders_givesEveryDecoderATokenEachStep() {
    var decoder = new RecordingSink();
    enter(sequence(prompt(5, 1), 50, 0, decoder));
    engine.step();
    enter(sequence(prompt(390, 2), 5, 0, new RecordingSink()));

    for (var i = 0; i < 6; i++) {
      engine.step();
      var plan = runner.plans.getLast();
      assertThat(plan.rows().getFirst().tokens()).hasSize(1);
      assertThat(plan.tokens()).isLessThanOrEqualTo(1 + 64);
    }
    assertThat(engine.snapshot().generatedTokens()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void step_endToken_endsTheTurnAndIsCountedButNotShown() {
    var text = alone(prompt(5, 3), 20, 0, 7);
    var bytes = new ArrayList<Integer>();
    var history = new ArrayList<Integer>();
    for (var token : prompt(5, 3)) {
      history.add(token);
    }
    for (var i = 0; i < 20; i++) {
      var token = FakeRunner.next(history, 0, 0);
      bytes.add(token);
      history.add(token);
    }
    var end = bytes.get(9);
    var at = bytes.indexOf(end);
    var sink = new RecordingSink();
    enter(sequence(prompt(5, 3), 20, SamplingParameters.GREEDY, Set.of(end), Long.MAX_VALUE, sink));

    runToEnd();

    assertThat(sink.reason).contains(FinishReason.STOP);
    assertThat(sink.usage.generated()).isEqualTo(at + 1);
    assertThat(sink.text.toString())
        .isEqualTo(
            new ByteCodec().decode(bytes.subList(0, at).stream().mapToInt(i -> i).toArray()));
    assertThat(text).isNotEmpty();
  }

  @Test
  void step_minTokens_bansTheEndUntilThen() {
    var sink = new RecordingSink();
    var sampling =
        SamplingParameters.GREEDY.withEnding(new Ending(Set.of(9), 3, false)).withMaxTokens(6);
    enter(sequence(prompt(5, 3), 6, sampling, Set.of(9), Long.MAX_VALUE, sink));

    runToEnd();

    var banned =
        runner.plans.stream()
            .flatMap(plan -> plan.rows().stream())
            .map(row -> row.draw().orElseThrow().edits())
            .map(edits -> edits.size() == 1 && edits.tokens()[0] == 9)
            .toList();
    assertThat(banned).startsWith(true, true, true, false);
  }

  @Test
  void step_cancelAtEveryToken_countsWhatWasGeneratedAndFreesTheSlot() {
    for (var at = 1; at <= 12; at++) {
      var before = engine.snapshot().generatedTokens();
      var sink = new RecordingSink();
      var sequence = sequence(prompt(70, at), 20, 0, sink);
      enter(sequence);
      while (engine.snapshot().generatedTokens() - before < at) {
        engine.step();
      }
      sequence.cancel();
      engine.step();

      assertThat(sink.reason).contains(FinishReason.CANCELLED);
      assertThat(sink.usage).isEqualTo(new TokenUsage(70, 0, at));
      assertThat(sink.delivered).isLessThanOrEqualTo(at);
      assertThat(engine.snapshot().kvTokensUsed()).isZero();
    }
  }

  @Test
  void step_cancelDuringPrefill_countsThePromptTokensThatWereComputed() {
    var blocker = new RecordingSink();
    enter(sequence(prompt(5, 1), 300, 0, blocker));
    engine.step();
    var sink = new RecordingSink();
    var sequence = sequence(prompt(300, 2), 20, 0, sink);
    enter(sequence);
    engine.step();
    engine.step();
    sequence.cancel();
    engine.step();

    assertThat(sink.reason).contains(FinishReason.CANCELLED);
    assertThat(sink.usage).isEqualTo(new TokenUsage(128, 0, 0));
  }

  @Test
  void enter_fullQueue_isRefusedWithAHint() {
    for (var i = 0; i < 8; i++) {
      enter(sequence(prompt(5, i), 5, 0, new RecordingSink()));
    }
    assertThatThrownBy(() -> enter(sequence(prompt(5, 9), 5, 0, new RecordingSink())))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(AtriumException.Kind.CAPACITY);
              assertThat(failure.code()).isEqualTo("queue_full");
              assertThat(failure.retryAfter()).isPositive();
            });
  }

  @Test
  void step_deadlineWhileWaiting_failsWithATypedError() {
    for (var i = 0; i < SEQUENCES; i++) {
      enter(sequence(prompt(5, i), 100, 0, new RecordingSink()));
    }
    engine.step();
    var sink = new RecordingSink();
    enter(sequence(prompt(5, 9), 5, SamplingParameters.GREEDY, Set.of(), 1000, sink));
    now = 1001;
    engine.step();

    assertThat(sink.failure.orElseThrow().code()).isEqualTo("deadline_exceeded");
  }

  @Test
  void step_deadlineWhileRunning_endsTheSequenceWithWhatItHas() {
    var sink = new RecordingSink();
    enter(sequence(prompt(5, 9), 50, SamplingParameters.GREEDY, Set.of(), 1000, sink));
    engine.step();
    engine.step();
    now = 1001;
    engine.step();

    assertThat(sink.reason).contains(FinishReason.DEADLINE);
    assertThat(sink.usage.generated()).isEqualTo(2);
  }

  @Test
  void step_failingRunner_failsItsBatchAndServesTheNext() {
    var sink = new RecordingSink();
    enter(sequence(prompt(5, 9), 50, 0, sink));
    runner.failing = true;
    engine.step();
    runner.failing = false;
    var next = new RecordingSink();
    enter(sequence(prompt(5, 9), 5, 0, next));
    runToEnd();

    assertThat(sink.failure.orElseThrow().kind()).isEqualTo(AtriumException.Kind.BUG);
    assertThat(next.reason).contains(FinishReason.LENGTH);
    assertThat(engine.snapshot().kvTokensUsed()).isZero();
  }

  @Test
  void step_stopStringAcrossTokens_endsTheTextBeforeIt() {
    var whole = alone(prompt(5, 4), 60, 0, 7);
    var stop = whole.substring(20, 24);
    var first = whole.indexOf(stop);
    var sink = new RecordingSink();
    enter(
        sequence(prompt(5, 4), 60, sampling(0, 1, List.of(stop)), Set.of(), Long.MAX_VALUE, sink));
    runToEnd();

    assertThat(sink.reason).contains(FinishReason.STOP);
    assertThat(sink.text.toString()).isEqualTo(whole.substring(0, first));
  }

  /**
   * Sequences join, leave, are cancelled, in a storm: each one's text is what it would be alone.
   */
  @Test
  void step_stormOfJoinsAndCancels_neverChangesASequence() {
    for (var round = 0; round < 40; round++) {
      var random = new Random(round);
      Map<RecordingSink, String> expected = new HashMap<>();
      List<Sequence> live = new ArrayList<>();
      for (var i = 0; i < 60; i++) {
        if (random.nextInt(3) > 0 && room.size() < settings.queue()) {
          var prompt = prompt(1 + random.nextInt(300), random.nextInt(3));
          var limit = 1 + random.nextInt(40);
          var temperature = random.nextInt(2);
          var seed = random.nextLong();
          var sink = new RecordingSink();
          expected.put(sink, alone(prompt, limit, temperature, seed));
          live.add(
              sequence(
                  prompt,
                  limit,
                  sampling(temperature, seed, List.of()),
                  Set.of(),
                  Long.MAX_VALUE,
                  sink));
          enter(live.getLast());
        }
        if (random.nextInt(10) == 0 && !live.isEmpty()) {
          live.get(random.nextInt(live.size())).cancel();
        }
        for (var n = random.nextInt(4); n > 0; n--) {
          engine.step();
        }
      }
      runToEnd();
      expected.forEach(EngineTest::assertAsAlone);
      assertThat(engine.snapshot().kvTokensUsed()).isZero();
      assertThat(engine.snapshot().running()).isZero();
    }
  }

  private static void assertAsAlone(RecordingSink sink, String alone) {
    assertThat(sink.ended()).isTrue();
    if (sink.reason.orElseThrow() == FinishReason.CANCELLED) {
      assertThat(alone).startsWith(sink.text);
    } else {
      assertThat(sink.text.toString()).isEqualTo(alone);
      assertThat(sink.delivered).isEqualTo(sink.usage.generated());
    }
  }

  @Test
  void step_promptOfBefore_isReadFromTheCacheThoughTheEngineWasIdle() {
    var first = new RecordingSink();
    enter(sequence(prompt(200, 1), 1, 0, first));
    runToEnd();
    engine.step();
    var second = new RecordingSink();
    enter(sequence(prompt(200, 1), 9, 0, second));
    runToEnd();

    assertThat(second.usage).isEqualTo(new TokenUsage(200, 192, 9));
    assertThat(second.text.toString()).isEqualTo(alone(prompt(200, 1), 9, 0, 7));
  }

  @Test
  void step_promptThatBranches_sharesWhatIsAlike() {
    var branch = prompt(200, 1);
    branch[100] ^= 1;
    enter(sequence(prompt(200, 1), 1, 0, new RecordingSink()));
    runToEnd();
    var second = new RecordingSink();
    enter(sequence(branch, 5, 0, second));
    runToEnd();
    var third = new RecordingSink();
    enter(sequence(branch, 5, 0, third));
    runToEnd();

    assertThat(second.usage.cached()).isEqualTo(64);
    assertThat(third.usage.cached()).isEqualTo(192);
    assertThat(third.text.toString()).isEqualTo(alone(branch, 5, 0, 7));
  }

  @Test
  void step_severalAnswersToOnePrompt_computeItOnce() {
    var sinks = List.of(new RecordingSink(), new RecordingSink(), new RecordingSink());
    var task = sequence(prompt(150, 1), 6, 1, sinks.getFirst());
    var all = new ArrayList<>(List.of(task));
    for (var sink : sinks.subList(1, 3)) {
      all.add(
          new Sequence(
              new Sequence.Task(
                  "tenant",
                  Standing.USUAL,
                  Optional.empty(),
                  Optional.empty(),
                  prompt(150, 1),
                  sampling(1, sinks.indexOf(sink), List.of()),
                  sinks.indexOf(sink),
                  6,
                  Set.of(),
                  Long.MAX_VALUE),
              new ByteCodec(),
              sink,
              Optional.of(task)));
    }
    room.enter(all, Duration.ofSeconds(1));
    runToEnd();

    assertThat(sinks).extracting(sink -> sink.usage.cached()).containsExactly(0, 128, 128);
    assertThat(sinks.get(1).text.toString()).isEqualTo(alone(prompt(150, 1), 6, 1, 1));
    assertThat(sinks.get(2).text.toString()).isEqualTo(alone(prompt(150, 1), 6, 1, 2));
    assertThat(engine.snapshot().promptTokens()).isEqualTo(150 + 22 + 22);
  }
}
