package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The device is shared by tokens, whoever asks for how much. */
class FairnessTest {
  private static final int CONTEXT = 512;
  private static final int SEQUENCES = 8;
  private static final int LONGEST_PROMPT = 300;
  private static final int LONGEST_ANSWER = 60;

  private final FakeRunner runner =
      new FakeRunner((int) KvSpace.placesFor(SEQUENCES, CONTEXT), CONTEXT);
  private final EngineSettings settings =
      EngineSettings.DEFAULT.withSequences(SEQUENCES).withQueues(5000, 2000);
  private final WaitingRoom room = new WaitingRoom(settings.queue(), settings.tenantQueue());
  private final Engine engine =
      new Engine(
          new EngineDevice(() -> runner, () -> 0), settings, room, new AdapterShelf(), () -> 0);
  private final Random random = new Random(1);

  private RecordingSink ask(String tenant, Standing standing, int prompt, int answer) {
    var sink = new RecordingSink();
    var tokens = random.ints(prompt, 0, 256).toArray();
    var task =
        new Sequence.Task(
            tenant,
            standing,
            Optional.empty(),
            Optional.empty(),
            tokens,
            SamplingParameters.GREEDY,
            0,
            answer,
            Set.of(),
            Long.MAX_VALUE);
    room.enter(List.of(new Sequence(task, new LetterCodec(), sink)), Duration.ofSeconds(2));
    return sink;
  }

  /**
   * The paper's bound (theorem 4.4): the service of two backlogged tenants differs by at most 2 x
   * max(cost of the longest prompt, cost of all tokens of a batch).
   */
  @Test
  void step_twoBackloggedTenants_stayWithinThePapersBound() {
    for (var i = 0; i < 300; i++) {
      ask("long", Standing.USUAL, LONGEST_PROMPT, 1 + random.nextInt(LONGEST_ANSWER));
      ask("short", Standing.USUAL, 1 + random.nextInt(20), 1 + random.nextInt(10));
    }
    var batch = SEQUENCES * (LONGEST_PROMPT + LONGEST_ANSWER);
    var bound = 2 * Math.max(LONGEST_PROMPT, WaitingRoom.GENERATED_COST * batch);
    var steps = 0;
    while (bothWait("long", "short") && engine.step()) {
      var counters = room.counters();
      assertThat(Math.abs(counters.get("long") - counters.get("short"))).isLessThan(bound);
      steps++;
    }
    assertThat(steps).isGreaterThan(100);
  }

  /** One tenant asks much for short answers, the other little for long ones. */
  @Test
  void step_tenantsOfOppositeLoads_areServedAlikeOverAWindow() {
    for (var i = 0; i < 400; i++) {
      ask("reader", Standing.USUAL, 100 + random.nextInt(100), 2 + random.nextInt(6));
      ask("writer", Standing.USUAL, 4 + random.nextInt(20), 20 + random.nextInt(40));
    }
    var begin = countersAfter(100);
    var end = countersAfter(300);
    assertThat(bothWait("reader", "writer")).isTrue();
    var reader = end.get("reader") - begin.get("reader");
    var writer = end.get("writer") - begin.get("writer");
    assertThat(reader / writer).isBetween(0.9, 1.1);
  }

  /** However often it asks: what it had before is little, beside what others are owed. */
  @Test
  void step_tenantThatAsksNowAndThen_waitsForTheStepThatRunsAndItsOwn() {
    for (var i = 0; i < 400; i++) {
      ask("reader", Standing.USUAL, 100 + random.nextInt(100), 2 + random.nextInt(6));
      ask("writer", Standing.USUAL, 4 + random.nextInt(20), 20 + random.nextInt(40));
    }
    for (var question = 0; question < 20; question++) {
      IntStream.range(0, 10 + random.nextInt(10)).forEach(i -> engine.step());
      assertThat(stepsToFirstToken(ask("light", Standing.USUAL, 16, 1))).isEqualTo(1);
    }
    assertThat(bothWait("reader", "writer")).isTrue();
  }

  private Map<String, Double> countersAfter(int steps) {
    IntStream.range(0, steps).forEach(i -> engine.step());
    return room.counters();
  }

  @Test
  void step_weights_shareServiceInTheirProportion() {
    for (var i = 0; i < 200; i++) {
      ask("heavy", new Standing(3, 0), 40, 30);
      ask("light", new Standing(1, 0), 40, 30);
    }
    for (var i = 0; i < 400; i++) {
      engine.step();
    }
    var counters = room.counters();
    assertThat(bothWait("heavy", "light")).isTrue();
    var share = 3 * counters.get("heavy") / counters.get("light");
    assertThat(share).isBetween(2.6, 3.4);
  }

  private boolean bothWait(String one, String other) {
    var loads = engine.loads();
    return loads.get(one).waiting() > 0 && loads.get(other).waiting() > 0;
  }

  /** A quiet tenant's first token comes one step later than on an idle engine, at the most. */
  @Test
  void step_thousandQueuedOfAnotherTenant_moveALightOnesFirstTokenByAStep() {
    for (var prompt : new int[] {5, 64, 200}) {
      var alone = stepsToFirstToken(ask("light", Standing.USUAL, prompt, 3));
      runToEnd();
      for (var i = 0; i < 1000; i++) {
        ask("busy", Standing.USUAL, 1 + random.nextInt(LONGEST_PROMPT), LONGEST_ANSWER);
      }
      IntStream.range(0, 50).forEach(i -> engine.step());
      var beside = stepsToFirstToken(ask("light", Standing.USUAL, prompt, 3));
      var ownPrefill = (prompt + settings.prefillTokensBesideDecoding() - 1) / 64;
      assertThat(beside).isLessThanOrEqualTo(alone + 1 + ownPrefill);
      room.remove(sequence -> true);
      runToEnd();
    }
  }

  private int stepsToFirstToken(RecordingSink sink) {
    var steps = 0;
    while (sink.delivered == 0 && !sink.ended()) {
      assertThat(engine.step()).isTrue();
      steps++;
    }
    return steps;
  }

  private void runToEnd() {
    while (engine.step()) {
      // until nobody is left
    }
  }

  @Test
  void enter_tenantThatWasIdle_hasEarnedNoCredit() {
    for (var i = 0; i < 60; i++) {
      ask("busy", Standing.USUAL, 60, 20);
    }
    IntStream.range(0, 100).forEach(i -> engine.step());
    var before = room.counters().get("busy");
    assertThat(before).isGreaterThan(1000);

    ask("returning", Standing.USUAL, 60, 20);

    assertThat(room.counters().get("returning")).isEqualTo(before);
  }

  @Test
  void step_withinATenant_priorityThenArrival() {
    var one =
        new Engine(
            new EngineDevice(() -> runner, () -> 0),
            settings.withSequences(1),
            room,
            new AdapterShelf(),
            () -> 0);
    var order = new ArrayList<String>();
    for (var name : List.of("a", "b", "c")) {
      ask("t", new Standing(1, name.equals("c") ? 5 : 0), 10, 4).onDelta = () -> order.add(name);
    }
    while (one.step()) {
      // until nobody is left
    }
    assertThat(order.stream().distinct()).containsExactly("c", "a", "b");
  }

  @Test
  void enter_tenantAboveItsBound_isRefusedWhileOthersComeIn() {
    var small = new WaitingRoom(10, 2);
    var task =
        new Sequence.Task(
            "t",
            Standing.USUAL,
            Optional.empty(),
            Optional.empty(),
            new int[] {1},
            SamplingParameters.GREEDY,
            0,
            1,
            Set.of(),
            1);
    var three =
        IntStream.range(0, 3)
            .mapToObj(i -> new Sequence(task, new LetterCodec(), new RecordingSink()))
            .toList();
    assertThatThrownBy(() -> small.enter(three, Duration.ofSeconds(7)))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(AtriumException.Kind.CAPACITY);
              assertThat(refusal.code()).isEqualTo("tenant_queue_full");
              assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            });
    assertThat(small.size()).isZero();
    small.enter(three.subList(0, 2), Duration.ofSeconds(7));
    assertThat(small.size()).isEqualTo(2);
  }

  /** What schedules is what bills: the counter is the cost of the usage that is told. */
  @Test
  void served_ofAllSequences_equalsTheUsageThatWasTold() {
    var told = TokenUsage.NONE;
    var sinks = new ArrayList<RecordingSink>();
    for (var i = 0; i < 30; i++) {
      sinks.add(ask("t", Standing.USUAL, 1 + random.nextInt(200), 1 + random.nextInt(20)));
    }
    runToEnd();
    for (var sink : sinks) {
      told = told.plus(sink.usage);
    }
    assertThat(engine.loads().get("t").served()).isEqualTo(told);
    var cost =
        WaitingRoom.PROMPT_COST * (told.prompt() - told.cached())
            + WaitingRoom.GENERATED_COST * told.generated();
    assertThat(room.counters().get("t")).isEqualTo(cost);
  }

  /** Every token is a letter, so that each shows at once. */
  private static final class LetterCodec implements TextCodec {
    private final ByteCodec bytes = new ByteCodec();

    @Override
    public int[] encode(String text) {
      return bytes.encode(text);
    }

    @Override
    public String decode(int[] tokens) {
      return "x".repeat(tokens.length);
    }

    @Override
    public byte[] bytes(int token) {
      return new byte[] {'x'};
    }

    @Override
    public TokenRule rule(OutputFormat format) {
      return bytes.rule(format);
    }

    @Override
    public String render(List<ChatMessage> messages, List<Map<String, Object>> tools) {
      return bytes.render(messages, tools);
    }
  }
}
