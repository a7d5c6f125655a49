package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.StepPlan.Draw;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import dev.atrium.platform.inference.engine.cache.PrefixKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One answer in the making: prompt, what the cache holds of it, and what was chosen so far. Owned
 * by the engine's thread; only {@link #cancel} comes from elsewhere.
 */
final class Sequence implements Generation {
  /** Below this a temperature means greedy: scores divided by it would be no numbers. */
  private static final double COLDEST = 1e-5;

  /** No prompt is kept under a key that ends so. */
  private static final String UNSHARED = "\0pooled";

  /**
   * What a sequence is made from.
   *
   * @param format where the answer's format begins; empty = free
   * @param maxTokens at least 1; prompt and these fit into the context
   * @param endTokens the tokens that end this answer
   * @param deadline on the engine's clock, in nanoseconds; {@code Long.MAX_VALUE} = none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never shared
  record Task(
      String tenant,
      Standing standing,
      Optional<AdapterShelf.Version> adapter,
      Optional<TokenRule.Place> format,
      int[] prompt,
      SamplingParameters sampling,
      long seed,
      int maxTokens,
      Set<Integer> endTokens,
      long deadline) {

    /** The same for one of several answers; the first keeps the seed. */
    Task numbered(int answer) {
      var own = seed + answer * 0x9E3779B97F4A7C15L;
      return new Task(
          tenant, standing, adapter, format, prompt, sampling, own, maxTokens, endTokens, deadline);
    }
  }

  private final Task task;
  private final RandomStream random;
  private final TextCodec codec;
  private final TextStream text;
  private final List<TokenLogprob> untold = new ArrayList<>();
  private final TokenHistory history;
  private final GenerationSink sink;
  private volatile boolean cancelled;
  private Optional<KvSpace.Lease> lease = Optional.empty();
  private final Optional<Sequence> first;
  private volatile boolean promptComputed;
  private long arrival;
  private Runnable onEnd = () -> {};
  private Optional<TokenRule.Place> format;
  private Optional<StatePool> pool = Optional.empty();
  private final List<Integer> said = new ArrayList<>();

  /** Tokens that are computed in pieces: the prompt, after a restart with most of the answer. */
  private int[] given;

  private boolean restarted;
  private int cached;
  private int computed;
  private int generated;
  private int expected;
  private int lastToken;
  private volatile boolean ended;

  Sequence(Task task, TextCodec codec, GenerationSink sink) {
    this(task, codec, sink, Optional.empty());
  }

  /**
   * @param first another answer to the same prompt; this one begins when the prompt is computed
   */
  Sequence(Task task, TextCodec codec, GenerationSink sink, Optional<Sequence> first) {
    this.task = task;
    this.given = task.prompt();
    this.first = first;
    this.format = task.format();
    this.random = new RandomStream(task.seed());
    this.codec = codec;
    this.text = new TextStream(codec, task.sampling().stop());
    this.history = new TokenHistory(task.sampling().shaping(), task.prompt());
    this.sink = sink;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean isPast(long now) {
    return task.deadline() != Long.MAX_VALUE && now - task.deadline() >= 0;
  }

  boolean ended() {
    return ended;
  }

  /** Cache tokens that the sequence may need at the most. */
  int worstCase() {
    return task.prompt().length + task.maxTokens();
  }

  KvSpace.Lease lease() {
    return lease.orElseThrow();
  }

  /** What prompts of others must have in common with this one's to share its beginning. */
  PrefixKey prefixKey() {
    var adapter = task.adapter().map(AdapterShelf.Version::id).orElse("");
    return new PrefixKey(task.tenant(), pool.isPresent() ? adapter + UNSHARED : adapter);
  }

  /** Whether its prompt may serve others; the states of pooled ones are all computed anew. */
  boolean sharesPrompt() {
    return pool.isEmpty();
  }

  /** Has the states of the prompt pooled, instead of an answer; set before it is queued. */
  void pooledInto(StatePool states) {
    pool = Optional.of(states);
  }

  /** Takes the sum of states that a row told; the last one ends the sequence. */
  void pooled(float[] sum) {
    pool.orElseThrow().add(sum);
    if (isDecoding()) {
      end(FinishReason.STOP);
    }
  }

  double weight() {
    return task.standing().weight();
  }

  int priority() {
    return task.standing().priority();
  }

  /** What is to be done when it ends; set before it is queued. */
  void onEnd(Runnable action) {
    onEnd = action;
  }

  /** The how manieth to enter the queue. */
  long arrival() {
    return arrival;
  }

  void arrived(long number) {
    arrival = number;
  }

  /** Whether nothing of another answer to the same prompt is to be waited for. */
  boolean mayBegin() {
    return first.map(each -> each.promptComputed || each.ended).orElse(true);
  }

  String tenant() {
    return task.tenant();
  }

  int[] prompt() {
    return task.prompt();
  }

  /** Takes its place; what the place already holds need not be computed. */
  void admit(KvSpace.Lease found) {
    lease = Optional.of(found);
    cached = restarted ? cached : found.cached();
    computed = found.cached();
  }

  /** Begins anew after the cache was lost: what was said stays said, and is read like a prompt. */
  void restart() {
    restarted = true;
    lease = Optional.empty();
    computed = 0;
    pool.ifPresent(StatePool::clear);
    var behind = said.stream().limit(Math.max(0, generated - 1)).mapToInt(Integer::intValue);
    given = IntStream.concat(Arrays.stream(task.prompt()), behind).toArray();
  }

  boolean isDecoding() {
    return computed >= given.length;
  }

  /** Tokens that the cache holds. */
  int computed() {
    return computed;
  }

  /** Tokens of the prompt that are still to be computed. */
  int promptLeft() {
    return Math.max(0, given.length - computed);
  }

  /** Notes how long its answer will probably be. */
  void expect(int tokens) {
    expected = tokens;
  }

  /** Tokens of the answer that are probably still to come. */
  int answerLeft() {
    return Math.max(0, expected - generated);
  }

  int maxTokens() {
    return task.maxTokens();
  }

  int promptLength() {
    return given.length;
  }

  /** The row that chooses the next token. */
  Row decodeRow() {
    return new Row(
        lease().place(), computed, new int[] {lastToken}, Optional.of(draw()), adapterIndex());
  }

  /**
   * A piece of the prompt. Pieces begin at multiples of {@code size}, whatever else is in the step,
   * so that a prompt is always computed in the same pieces.
   */
  Row promptRow(int from, int size) {
    var to = Math.min(from + size, given.length);
    var tokens = Arrays.copyOfRange(given, from, to);
    var last = to == given.length;
    var draw =
        last && generated == 0 && pool.isEmpty() ? Optional.of(draw()) : Optional.<Draw>empty();
    var pooled = pool.map(states -> states.wanted(tokens.length, last)).orElse(0);
    return new Row(lease().place(), from, tokens, draw, adapterIndex(), pooled);
  }

  Optional<AdapterShelf.Version> adapter() {
    return task.adapter();
  }

  private int adapterIndex() {
    return task.adapter().map(AdapterShelf.Version::index).orElse(Row.NO_ADAPTER);
  }

  private Draw draw() {
    var sampling = task.sampling();
    return new Draw(
        sampling.temperature() < COLDEST ? 0 : sampling.temperature(),
        sampling.topP(),
        sampling.topK(),
        sampling.shaping().minP(),
        random.at(generated),
        history.edits(mayEnd() ? Set.of() : task.endTokens()),
        format.map(this::allowed),
        sampling.logprobs().orElse(Draw.NO_LOGPROBS));
  }

  /** A format says itself when the answer may end. */
  private boolean mayEnd() {
    return format.isPresent() || generated >= task.sampling().ending().minTokens();
  }

  private BitSet allowed(TokenRule.Place place) {
    if (!place.complete()) {
      return place.allowed();
    }
    var withEnd = (BitSet) place.allowed().clone();
    task.endTokens().forEach(withEnd::set);
    return withEnd;
  }

  /** Whether the format lets nothing follow. */
  private boolean formatEnds() {
    return format.map(place -> place.allowed().isEmpty()).orElse(false);
  }

  /** Notes that the cache now holds so many more tokens. */
  void advance(int tokens) {
    computed += tokens;
    promptComputed = isDecoding();
  }

  /** Takes a chosen token: shows its text, ends the sequence where it must end. */
  void accept(int token) {
    lastToken = token;
    said.add(token);
    generated++;
    history.add(token);
    var stoppable = mayEnd();
    if (task.endTokens().contains(token)) {
      show(text.finish());
      end(FinishReason.STOP);
      return;
    }
    format = format.map(place -> place.after(token));
    show(text.push(token, stoppable));
    if (formatEnds()) {
      show(text.finish());
      end(FinishReason.STOP);
    } else if (text.stopped()) {
      end(FinishReason.STOP);
    } else if (generated == task.maxTokens()) {
      show(text.finish());
      end(text.stopped() ? FinishReason.STOP : FinishReason.LENGTH);
    }
  }

  /** Notes how likely the next token to be accepted was. */
  void told(TokenLogprob logprob) {
    untold.add(logprob);
  }

  /** Whether log-probabilities were asked for. */
  boolean tellsLogprobs() {
    return task.sampling().logprobs().isPresent();
  }

  TextCodec codec() {
    return codec;
  }

  /** Ends the sequence; what is held back of its text is not shown. */
  void end(FinishReason reason) {
    if (!ended) {
      ended = true;
      onEnd.run();
      sink.finished(reason, usage());
    }
  }

  void fail(AtriumException failure) {
    if (!ended) {
      ended = true;
      onEnd.run();
      sink.failed(failure, usage());
    }
  }

  private void show(String piece) {
    if (!piece.isEmpty()) {
      var tokens = text.takeTokensBehind();
      sink.delta(piece, tokens, takeLogprobs(tokens));
    }
  }

  private List<TokenLogprob> takeLogprobs(int tokens) {
    var behind = untold.subList(0, Math.min(tokens, untold.size()));
    var taken = List.copyOf(behind);
    behind.clear();
    return taken;
  }

  TokenUsage usage() {
    return new TokenUsage(Math.min(computed, task.prompt().length), cached, generated);
  }
}
