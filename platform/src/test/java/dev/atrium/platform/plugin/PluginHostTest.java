package dev.atrium.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.platform.plugin.loading.PluginJar;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Passage;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final TokenUsage USAGE = new TokenUsage(7, 0, 3);

  @TempDir Path root;
  private final Vertx vertx = Vertx.vertx();
  private final Mesh mesh = Mesh.on(vertx);
  private final Promise<Void> modelAsked = Promise.promise();
  private PluginCatalog catalog;

  @AfterEach
  void close() {
    vertx.close().await();
    catalog.close();
  }

  @Test
  void turn_answer_streamsEventsAndEndsWithItsOutcome() {
    var turn =
        turn(
            """
            var found = context.knowledge().search("fee", 3).getFirst();
            answer.text("The fee is $4");
            answer.text(" [" + answer.cite(found, "costs $4") + "].");
            answer.cite(found, "costs $4");
            context.conversation().remember("topic", message.text());
            context.outcomes().record(Outcomes.Kind.QUOTED);
            """);
    assertThat(turn.events())
        .containsExactly(
            new CallEvent.TextDelta("The fee is $4", 0),
            new CallEvent.Cited(1, "fees.md", "Fees", "All fees", "costs $4"),
            new CallEvent.TextDelta(" [1].", 0));
    assertThat(turn.outcome().outcome()).isEqualTo("quoted");
    assertThat(turn.outcome().state()).containsEntry("topic", "hello").containsEntry("old", "1");
    assertThat(turn.outcome().failure()).isEmpty();
    assertThat(turn.outcome().usage()).isEqualTo(TokenUsage.NONE);
  }

  @Test
  void turn_modelCalls_areCountedWithTheTokensPassedOn() {
    var turn =
        turn(
            """
            var prompt = Prompt.of("system", "user", 10);
            context.models().stream(prompt, answer::text);
            var again = context.models().generate(prompt);
            if (!again.text().equals("It is $4.") || !again.complete()) throw new IllegalStateException();
            """);
    assertThat(turn.outcome().failure()).isEmpty();
    assertThat(turn.outcome().usage()).isEqualTo(USAGE.plus(USAGE));
    assertThat(turn.outcome().model()).isEqualTo("atrium-mini@1");
    assertThat(turn.outcome().firstTokenMillis()).isNotNegative();
    assertThat(turn.outcome().engineMillis()).isEqualTo(10);
    assertThat(turn.events().stream().mapToInt(e -> ((CallEvent.TextDelta) e).tokens()).sum())
        .isEqualTo(3);
  }

  @Test
  void turn_handOver_endsTheAnswer() {
    var turn =
        turn("answer.handOver(\"asked for it\", \"A colleague comes.\"); answer.text(\"more\");");
    assertThat(turn.events())
        .containsExactly(new CallEvent.HandedOver("asked for it", "A colleague comes."));
    assertThat(failure(turn).code()).isEqualTo("plugin_failed");
  }

  @Test
  void turn_pluginThrows_costsThatTurnOnly() {
    start(
        """
        if (message.text().equals("bad")) throw new StackOverflowError();
        answer.text("fine");
        """);
    var bad = run("bad", LONG);
    assertThat(failure(bad).code()).isEqualTo("plugin_failed");
    assertThat(failure(bad).message()).contains("StackOverflowError");
    assertThat(bad.outcome().state()).containsExactlyEntriesOf(Map.of("old", "1"));
    assertThat(run("good", LONG).outcome().outcome()).isEqualTo("answered");
  }

  @Test
  void turn_scenarioException_tellsItsSentence() {
    var turn = turn("throw new ScenarioException(\"The shop is closed.\");");
    assertThat(failure(turn).code()).isEqualTo("scenario_refused");
    assertThat(failure(turn).message()).isEqualTo("The shop is closed.");
    assertThat(turn.outcome().outcome()).isEqualTo("failed");
  }

  @Test
  void turn_flood_isCutOff() {
    var turn = turn("while (true) answer.text(\"spam \".repeat(100));");
    assertThat(failure(turn).code()).isEqualTo("answer_too_long");
    assertThat(turn.events()).hasSizeLessThan(200);
  }

  @Test
  void turn_overrun_isInterruptedAtItsDeadline() {
    start("Thread.sleep(600_000);");
    var turn = run("hello", Duration.ofMillis(50));
    assertThat(failure(turn).code()).isEqualTo("deadline_exceeded");
    assertThat(failure(turn).kind()).isEqualTo(AtriumException.Kind.CAPACITY);
  }

  @Test
  void turn_pluginThatIgnoresTheInterrupt_isGivenUp() {
    start(
        """
        var end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
          try { Thread.sleep(1000); } catch (InterruptedException ignored) { }
        }
        """);
    assertThat(failure(run("hello", Duration.ofMillis(50))).code()).isEqualTo("deadline_exceeded");
  }

  @Test
  void turn_cancelledInAModelCall_stopsTheModelAndCountsIt() {
    start("context.models().generate(Prompt.of(\"s\", \"hang\", 10)); answer.text(\"late\");");
    var running = begin("hello", LONG);
    modelAsked.future().await();
    running.call().cancel("gone");
    var turn = running.ended();
    assertThat(turn.outcome().outcome()).isEqualTo("aborted");
    assertThat(turn.outcome().usage()).isEqualTo(USAGE);
    assertThat(turn.events()).isEmpty();
  }

  @Test
  void turn_modelRefuses_pluginMayGoOn() {
    var turn =
        turn(
            """
            try { context.models().generate(Prompt.of("s", "refuse", 10)); }
            catch (ScenarioException refused) { answer.text(refused.getMessage()); }
            """);
    assertThat(turn.events()).containsExactly(new CallEvent.TextDelta("The queue is full.", 0));
    assertThat(turn.outcome().failure()).isEmpty();
  }

  @Test
  void turn_modelRefusalNotCaught_isTheTurnsFailure() {
    var turn = turn("context.models().generate(Prompt.of(\"s\", \"refuse\", 10));");
    assertThat(failure(turn).code()).isEqualTo("queue_full");
    assertThat(failure(turn).kind()).isEqualTo(AtriumException.Kind.CAPACITY);
  }

  @Test
  void turns_ofOnePlugin_runBesideEachOther() {
    start(
        """
        gate.countDown();
        gate.await();
        answer.text("together");
        """,
        "static final java.util.concurrent.CountDownLatch gate"
            + " = new java.util.concurrent.CountDownLatch(50);");
    var turns = IntStream.range(0, 50).mapToObj(turn -> begin("hello", LONG)).toList();
    assertThat(turns)
        .allSatisfy(
            running ->
                assertThat(running.ended().events())
                    .containsExactly(new CallEvent.TextDelta("together", 0)));
  }

  @Test
  void turn_sinkKeptBeyondItsEnd_isDead() {
    start(
        """
        if (kept != null) {
          try { kept.text("from another turn"); } catch (IllegalStateException dead) { answer.text("dead"); }
        }
        kept = answer;
        """,
        "static AnswerSink kept;");
    run("first", LONG);
    assertThat(run("second", LONG).events()).containsExactly(new CallEvent.TextDelta("dead", 0));
  }

  private record Ended(List<CallEvent> events, TurnOutcome outcome) {}

  private record Running(ConcurrentLinkedQueue<CallEvent> events, StreamCall<TurnOutcome> call) {
    Ended ended() {
      var outcome = call.done().await();
      return new Ended(List.copyOf(events), outcome);
    }
  }

  private Ended turn(String body) {
    start(body);
    return run("hello", LONG);
  }

  private static TurnOutcome.Failure failure(Ended turn) {
    return turn.outcome().failure().orElseThrow();
  }

  private Ended run(String text, Duration deadline) {
    return begin(text, deadline).ended();
  }

  private Running begin(String text, Duration deadline) {
    var events = new ConcurrentLinkedQueue<CallEvent>();
    var message =
        new PluginTurn(
            new TenantId("bank"),
            "call-1",
            "conversation-1",
            "help",
            "en",
            "atrium-mini",
            Map.of(),
            new TenantContent(Map.of(), Map.of(), List.of()),
            Optional.empty(),
            List.of(),
            Map.of("old", "1"),
            text,
            deadline);
    var call =
        mesh.stream(
            Addresses.plugin("tested", "1.0.0"),
            message,
            CallEvent.class,
            TurnOutcome.class,
            deadline.plusSeconds(30),
            events::add);
    return new Running(events, call);
  }

  private void start(String body) {
    start(body, "");
  }

  private void start(String body, String members) {
    PluginJar.answering("tested", body)
        .source("plug.Main", PluginJar.scenario("Main", members, body))
        .jar(root, "tested.jar");
    catalog = PluginCatalog.load(root);
    var host = new PluginHost(catalog.scenarios().getFirst(), this::generate, this::search);
    vertx
        .deployVerticle(
            host, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  private List<Passage> search(TenantId tenant, String question, int limit) {
    return List.of(new Passage("p1", "fees.md", "Fees", "All fees", "It costs $4.", 1, 1));
  }

  /** A model that answers by what it is asked: hangs until cancelled, refuses, or tells the fee. */
  private StreamCall<ModelAnswer> generate(
      ModelRequest request, java.util.function.Consumer<CallEvent.TextDelta> sink) {
    return switch (request.prompt().messages().getLast().text()) {
      case "hang" -> {
        var done = Promise.<ModelAnswer>promise();
        modelAsked.tryComplete();
        yield new StreamCall<>(
            done.future(), reason -> done.tryComplete(answer(FinishReason.CANCELLED)));
      }
      case "refuse" ->
          new StreamCall<>(
              Future.failedFuture(
                  AtriumException.capacity("queue_full", "The queue is full.", Duration.ZERO)),
              reason -> {});
      default -> {
        for (var piece : List.of("It", " is", " $4.")) {
          sink.accept(new CallEvent.TextDelta(piece, 1));
        }
        yield new StreamCall<>(Future.succeededFuture(answer(FinishReason.STOP)), reason -> {});
      }
    };
  }

  private static ModelAnswer answer(FinishReason finish) {
    return new ModelAnswer(finish, USAGE, "atrium-mini@1", 5, Optional.empty());
  }
}
