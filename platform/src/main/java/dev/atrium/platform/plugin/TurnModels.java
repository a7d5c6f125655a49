package dev.atrium.platform.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.plugin.ReadingRequest.Purpose;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.spi.Generated;
import dev.atrium.spi.Models;
import dev.atrium.spi.Prompt;
import dev.atrium.spi.TextClasses;
import dev.atrium.spi.TextClasses.Likelihood;
import dev.atrium.spi.TextVectors;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A turn's models: straight-line calls over a streamed one, with everything counted. */
final class TurnModels implements Models {
  private static final long WIND_DOWN_SECONDS = 5;

  private final PluginTurn turn;
  private final ModelGateway gateway;
  private final Context context;
  private final DeliveredTokens delivered;
  private final int mostTokens;
  private final TurnReadings readings;
  private final long started = System.nanoTime();
  private TokenUsage usage = TokenUsage.NONE;
  private String model = "";
  private long firstTokenMillis = -1;
  private long engineMillis;

  /** What comes out of a call on its way: pieces, then its end. */
  private sealed interface Step {
    record Piece(CallEvent.TextDelta delta) implements Step {}

    record End() implements Step {}
  }

  /**
   * @param mostTokens of the turn, prompts included
   */
  TurnModels(
      PluginTurn turn,
      ModelGateway gateway,
      Context context,
      DeliveredTokens delivered,
      int mostTokens) {
    this.turn = turn;
    this.gateway = gateway;
    this.context = context;
    this.delivered = delivered;
    this.mostTokens = mostTokens;
    this.readings = new TurnReadings(turn, gateway, context, this::count);
  }

  @Override
  public Generated generate(Prompt prompt) throws InterruptedException {
    return stream(prompt, piece -> {});
  }

  @Override
  public Generated stream(Prompt prompt, TextSink sink) throws InterruptedException {
    var steps = new LinkedBlockingQueue<Step>();
    var call = begin(withinLimit(prompt), steps);
    var text = new StringBuilder();
    var whole = false;
    try {
      passOn(steps, text, sink);
      whole = true;
    } finally {
      if (!whole) {
        windDown(call);
      }
    }
    return generated(text.toString(), settle(call));
  }

  @Override
  public TextVectors embed(String model, List<String> texts) throws InterruptedException {
    tokensLeft();
    var reading = readings.read(model, texts, Purpose.VECTORS, left());
    return new TextVectors(reading.model(), reading.numbers(), reading.tokens());
  }

  @Override
  public TextClasses classify(String model, List<String> texts) throws InterruptedException {
    tokensLeft();
    var reading = readings.read(model, texts, Purpose.CLASSES, left());
    var judged = reading.numbers().stream().map(each -> likelihoods(reading, each)).toList();
    return new TextClasses(reading.model(), judged, reading.tokens());
  }

  private static List<Likelihood> likelihoods(Reading reading, float[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .mapToObj(i -> new Likelihood(reading.labels().get(i), probabilities[i]))
        .toList();
  }

  /** The prompt with no more tokens to generate than the turn has left. */
  private Prompt withinLimit(Prompt prompt) {
    var left = tokensLeft();
    return left >= prompt.maxTokens() ? prompt : prompt.withMaxTokens(left);
  }

  /** Tokens that the turn may still use; refused if there are none. */
  private synchronized int tokensLeft() {
    var left = mostTokens - usage.prompt() - usage.generated();
    if (left <= 0) {
      throw new PlatformRefusal(
          AtriumException.outside(
              "model_tokens_exceeded",
              "The scenario used more than " + mostTokens + " model tokens in a turn."));
    }
    return left;
  }

  private StreamCall<ModelAnswer> begin(Prompt prompt, BlockingQueue<Step> steps)
      throws InterruptedException {
    var begun = new CompletableFuture<StreamCall<ModelAnswer>>();
    context.runOnContext(ignored -> begun.complete(call(prompt, steps)));
    try {
      return begun.get();
    } catch (ExecutionException failure) {
      throw refusal(failure);
    }
  }

  private StreamCall<ModelAnswer> call(Prompt prompt, BlockingQueue<Step> steps) {
    var request = new ModelRequest(turn.tenant(), turn.callId(), turn.model(), prompt, left());
    try {
      var call = gateway.generate(request, delta -> steps.add(new Step.Piece(delta)));
      call.done().onComplete(ended -> steps.add(new Step.End()));
      return call;
    } catch (RuntimeException failure) {
      steps.add(new Step.End());
      return new StreamCall<>(Future.failedFuture(failure), reason -> {});
    }
  }

  /** What is left of the turn's time. */
  Duration left() {
    var left = turn.deadline().minusNanos(System.nanoTime() - started);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  private void passOn(BlockingQueue<Step> steps, StringBuilder text, TextSink sink)
      throws InterruptedException {
    while (steps.take() instanceof Step.Piece(var delta)) {
      noteFirstToken();
      delivered.generated(delta.text(), delta.tokens());
      text.append(delta.text());
      sink.text(delta.text());
    }
  }

  private synchronized void noteFirstToken() {
    if (firstTokenMillis < 0) {
      firstTokenMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
  }

  /** Stops a call that nobody reads any more and still counts what it took. */
  private void windDown(StreamCall<ModelAnswer> call) {
    context.runOnContext(ignored -> call.cancel("The turn reads no further."));
    var interrupted = Thread.interrupted();
    try {
      count(await(call));
    } catch (ExecutionException | TimeoutException uncounted) {
      // A call that failed or never ended has no usage to count.
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private ModelAnswer settle(StreamCall<ModelAnswer> call) throws InterruptedException {
    try {
      var answer = count(await(call));
      if (answer.failure().isPresent()) {
        throw new PlatformRefusal(answer.failure().get());
      }
      return answer;
    } catch (ExecutionException | TimeoutException failure) {
      throw refusal(failure);
    }
  }

  private static ModelAnswer await(StreamCall<ModelAnswer> call)
      throws InterruptedException, ExecutionException, TimeoutException {
    return call.done()
        .toCompletionStage()
        .toCompletableFuture()
        .get(WIND_DOWN_SECONDS, TimeUnit.SECONDS);
  }

  private synchronized ModelAnswer count(ModelAnswer answer) {
    usage = usage.plus(answer.usage());
    model = answer.model();
    engineMillis += answer.engineMillis();
    return answer;
  }

  private synchronized void count(Reading reading) {
    usage = usage.plus(new TokenUsage(reading.tokens(), 0, 0));
    model = reading.model();
    engineMillis += reading.engineMillis();
  }

  private static Generated generated(String text, ModelAnswer answer) {
    return new Generated(
        text,
        answer.finish() == FinishReason.STOP,
        answer.usage().prompt(),
        answer.usage().generated());
  }

  private static PlatformRefusal refusal(Exception failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return new PlatformRefusal(AtriumException.from(cause));
  }

  synchronized TokenUsage usage() {
    return usage;
  }

  synchronized String model() {
    return model;
  }

  synchronized long firstTokenMillis() {
    return firstTokenMillis;
  }

  synchronized long engineMillis() {
    return engineMillis;
  }
}
