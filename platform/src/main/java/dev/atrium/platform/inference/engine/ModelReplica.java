package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A model that serves: an engine and the one thread that owns it and its tensors. All methods may
 * be called from any thread; {@link #submit} tokenizes on the caller's.
 */
public final class ModelReplica implements Embedder, AutoCloseable {
  private static final long NO_DEADLINE = Long.MAX_VALUE;
  private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

  /** A native call that takes longer hangs, or might as well. */
  static final Duration STUCK = Duration.ofSeconds(60);

  private final ModelInfo info;
  private final TextCodec codec;
  private final EngineSettings settings;
  private final WaitingRoom room;
  private final AdapterShelf shelf = new AdapterShelf();
  private final BlockingQueue<Consumer<Engine>> orders = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final CompletableFuture<Engine> engine = new CompletableFuture<>();
  private final CompletableFuture<EngineDevice> device = new CompletableFuture<>();
  private final LongSupplier clock;
  private volatile long drainUntil;

  private ModelReplica(
      ModelInfo info,
      TextCodec codec,
      EngineSettings settings,
      Supplier<ModelRunner> loader,
      LongSupplier clock) {
    this.clock = clock;
    this.info = info;
    this.codec = codec;
    this.settings = settings;
    this.room = new WaitingRoom(settings.queue(), settings.tenantQueue());
    this.thread = Thread.ofPlatform().name("engine-" + info.name()).unstarted(() -> serve(loader));
  }

  /**
   * Loads a runner on a thread of its own and serves it; returns when it is ready.
   *
   * @param loader called on the thread that will own what it makes, and again after a failed step
   */
  public static ModelReplica start(
      ModelInfo info, TextCodec codec, EngineSettings settings, Supplier<ModelRunner> loader) {
    return start(info, codec, settings, loader, System::nanoTime);
  }

  /**
   * @param clock nanoseconds
   */
  static ModelReplica start(
      ModelInfo info,
      TextCodec codec,
      EngineSettings settings,
      Supplier<ModelRunner> loader,
      LongSupplier clock) {
    var replica = new ModelReplica(info, codec, settings, loader, clock);
    replica.thread.start();
    try {
      replica.engine.join();
      return replica;
    } catch (CompletionException e) {
      throw AtriumException.from(e.getCause() == null ? e : e.getCause());
    }
  }

  public ModelInfo info() {
    return info;
  }

  /** The model's language, for counting tokens and the like. */
  public TextCodec codec() {
    return codec;
  }

  /** What the engine is doing. */
  public EngineSnapshot snapshot() {
    return engine.join().snapshot();
  }

  /** What each tenant has of the engine, by name. */
  public Map<String, TenantLoad> loads() {
    return engine.join().loads();
  }

  /** Why the model answers nobody now; empty while it does. */
  public Optional<String> problem() {
    if (!thread.isAlive()) {
      return Optional.of("The engine has ended.");
    }
    var busy = device.join().busySince();
    var nanos = busy.isPresent() ? clock.getAsLong() - busy.getAsLong() : 0;
    return nanos < STUCK.toNanos()
        ? Optional.empty()
        : Optional.of(
            "A step has been running for %d seconds."
                .formatted(TimeUnit.NANOSECONDS.toSeconds(nanos)));
  }

  private void requireServing() {
    if (room.isClosed()) {
      throw WaitingRoom.shuttingDown();
    }
    problem()
        .ifPresent(
            problem -> {
              throw AtriumException.capacity(
                  "model_stuck", problem + " Try again later.", Duration.ofSeconds(30));
            });
  }

  /**
   * Queues a request.
   *
   * @throws AtriumException CALLER if the prompt is empty or too long or holds an unknown token;
   *     CAPACITY if the queue is full or the model is being stopped
   */
  public Generation submit(GenerationInput input, GenerationSink sink) {
    return submitAll(input, List.of(sink)).getFirst();
  }

  /**
   * Queues several answers to one prompt, all of them or none; each draws from a seed of its own,
   * the first from the request's.
   *
   * @param sinks one for each answer
   * @throws AtriumException as {@link #submit}
   */
  public List<Generation> submitAll(GenerationInput input, List<GenerationSink> sinks) {
    requireServing();
    var adapter = input.adapter().map(name -> shelf.acquire(input.tenant(), name));
    var sequences = new ArrayList<Sequence>();
    try {
      fill(sequences, task(input, adapter), sinks);
      room.enter(sequences, retryAfter());
    } catch (RuntimeException refusal) {
      adapter.ifPresent(version -> sequences.forEach(each -> shelf.release(version)));
      throw refusal;
    } finally {
      adapter.ifPresent(shelf::release);
    }
    return List.copyOf(sequences);
  }

  /**
   * Queues a text to be made a vector of. It shares steps with the answers in the making, and
   * counts as a prompt does.
   *
   * @throws AtriumException CALLER if the model has no vectors or the text is empty or too long;
   *     CAPACITY if the queue is full or the model is being stopped
   */
  @Override
  public Generation embed(EmbeddingInput input, EmbeddingSink sink) {
    requireServing();
    requireEmbeddable(input.tokens().length, input.pooling());
    var states = new StatePool(input.pooling(), stateSize(), input.tokens().length);
    var adapter = input.adapter().map(name -> shelf.acquire(input.tenant(), name));
    try {
      var task = reading(input, adapter);
      var sequence = new Sequence(task, codec, new PooledEnd(states, sink));
      sequence.pooledInto(states);
      adapter.ifPresent(version -> sequence.onEnd(() -> shelf.release(version)));
      room.enter(List.of(sequence), retryAfter());
      return sequence;
    } catch (RuntimeException refusal) {
      adapter.ifPresent(shelf::release);
      throw refusal;
    }
  }

  @Override
  public String id() {
    return info.name() + "@" + info.version();
  }

  @Override
  public int stateSize() {
    return engine.join().stateSize();
  }

  @Override
  public void requireEmbeddable(int tokens, Pooling pooling) {
    if (stateSize() == 0 || pooling == Pooling.FIRST) {
      throw AtriumException.caller(
          "embeddings_unsupported", "Model '%s' makes no such vectors.".formatted(info.name()));
    }
    if (tokens > info.contextTokens()) {
      throw AtriumException.caller(
          "input_too_long",
          "A text has %d tokens; model '%s' reads at most %d."
              .formatted(tokens, info.name(), info.contextTokens()));
    }
  }

  private Sequence.Task reading(EmbeddingInput input, Optional<AdapterShelf.Version> adapter) {
    return new Sequence.Task(
        input.tenant(),
        Standing.USUAL,
        adapter,
        Optional.empty(),
        input.tokens(),
        SamplingParameters.GREEDY,
        0,
        0,
        Set.of(),
        deadline(input.timeout()));
  }

  private long deadline(Optional<Duration> timeout) {
    return timeout.map(limit -> clock.getAsLong() + limit.toNanos()).orElse(NO_DEADLINE);
  }

  /** Each answer holds the adapter's version until it ends. */
  private void fill(List<Sequence> sequences, Sequence.Task task, List<GenerationSink> sinks) {
    for (var sink : sinks) {
      var first = sequences.stream().findFirst();
      var sequence = new Sequence(task.numbered(sequences.size()), codec, sink, first);
      task.adapter()
          .ifPresent(
              version -> {
                shelf.hold(version);
                sequence.onEnd(() -> shelf.release(version));
              });
      sequences.add(sequence);
    }
  }

  /**
   * Publishes a version of a tenant's adapter: who asks from now on gets it, who was answered keeps
   * the one before. Blocks until it is bound, between two steps.
   *
   * @return the version, {@code name@number}
   * @throws AtriumException OUTSIDE if the weights do not fit the model
   */
  public String publishAdapter(String tenant, String adapter, AdapterWeights weights) {
    return order(owned -> owned.publish(tenant, adapter, weights));
  }

  /** Ends a tenant's adapter; who is being answered keeps it. False if there was none. */
  public boolean retireAdapter(String tenant, String adapter) {
    return shelf.retire(tenant, adapter);
  }

  /** Has the engine's thread do something between two steps. */
  private <T> T order(Function<Engine, T> work) {
    var done = new CompletableFuture<T>();
    if (room.isClosed()) {
      throw WaitingRoom.shuttingDown();
    }
    orders.add(
        owned -> {
          try {
            done.complete(work.apply(owned));
          } catch (RuntimeException failure) {
            done.completeExceptionally(failure);
          }
        });
    room.wake();
    try {
      return done.join();
    } catch (CompletionException failure) {
      throw AtriumException.from(failure.getCause() == null ? failure : failure.getCause());
    }
  }

  private Sequence.Task task(GenerationInput input, Optional<AdapterShelf.Version> adapter) {
    var sampling = info.defaults().fill(input.sampling());
    sampling.shaping().bias().keySet().forEach(this::requireKnown);
    sampling.ending().stopTokens().forEach(this::requireKnown);
    var prompt = tokens(input.prompt());
    return new Sequence.Task(
        input.tenant(),
        input.standing(),
        adapter,
        place(sampling.format()),
        prompt,
        sampling,
        sampling.seed().orElseGet(ThreadLocalRandom.current()::nextLong),
        answerLimit(prompt.length, sampling.maxTokens()),
        endTokens(sampling.ending()),
        deadline(input.timeout()));
  }

  private Optional<TokenRule.Place> place(OutputFormat format) {
    return format.equals(OutputFormat.FREE)
        ? Optional.empty()
        : Optional.of(codec.rule(format).start());
  }

  private Set<Integer> endTokens(Ending ending) {
    var tokens = new HashSet<>(ending.stopTokens());
    if (!ending.ignoreEnd()) {
      tokens.addAll(info.endTokens());
    }
    return Set.copyOf(tokens);
  }

  /** Stops taking requests, lets the running ones end for a while, then fails the rest. */
  @Override
  public void close() {
    drainUntil = clock.getAsLong() + settings.drain().toNanos();
    room.close();
    try {
      thread.join();
      codec.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int[] tokens(Prompt prompt) {
    var tokens =
        switch (prompt) {
          case Prompt.Chat chat -> codec.encode(codec.render(chat.messages(), chat.tools()));
          case Prompt.Text text -> codec.encode(text.text());
          case Prompt.Tokens given -> given.ids().stream().mapToInt(Integer::intValue).toArray();
        };
    if (tokens.length == 0) {
      throw AtriumException.caller("empty_prompt", "The prompt holds no token.");
    }
    for (var token : tokens) {
      requireKnown(token);
    }
    return tokens;
  }

  private void requireKnown(int token) {
    if (token < 0 || token >= info.vocabularySize()) {
      throw AtriumException.caller(
          "unknown_token",
          "Token " + token + " is outside the vocabulary of " + info.vocabularySize() + ".");
    }
  }

  private int answerLimit(int prompt, int asked) {
    var room = info.contextTokens() - prompt;
    if (room < 1) {
      throw AtriumException.caller(
          "context_length_exceeded",
          "The prompt has "
              + prompt
              + " tokens; prompt and answer together may have "
              + info.contextTokens()
              + ".");
    }
    return asked == 0 ? room : Math.min(asked, room);
  }

  /** A guess: so long as the queue in front takes, at about a second for each full batch. */
  private Duration retryAfter() {
    return Duration.ofSeconds(1 + room.size() / settings.sequences());
  }

  /** The tokens with which conversations begin that have one of the operator's system messages. */
  private List<int[]> sharedPrompts() {
    return settings.sharedPrompts().stream()
        .map(
            message -> {
              var one = opening(message, "a");
              var differs = Arrays.mismatch(one, opening(message, "1"));
              return differs < 0 ? one : Arrays.copyOf(one, differs);
            })
        .toList();
  }

  private int[] opening(String system, String question) {
    var messages = List.of(new ChatMessage("system", system), new ChatMessage("user", question));
    return codec.encode(codec.render(messages, List.of()));
  }

  private void serve(Supplier<ModelRunner> loader) {
    try (var owner = new EngineDevice(loader, clock)) {
      var owned = new Engine(owner, settings, room, shelf, clock, sharedPrompts());
      device.complete(owner);
      engine.complete(owned);
      owned.abort(loop(owned));
    } catch (RuntimeException | Error failure) {
      engine.completeExceptionally(failure);
    }
  }

  /** Steps until the end; what to tell those who are still there. */
  private AtriumException loop(Engine owned) {
    try {
      stepUntilClosed(owned);
      return WaitingRoom.shuttingDown();
    } catch (InterruptedException e) {
      return WaitingRoom.shuttingDown();
    } catch (RuntimeException | Error failure) {
      return AtriumException.bug("engine_failed", "The model's engine ended.", failure);
    } finally {
      room.close();
      orders.forEach(order -> order.accept(owned));
    }
  }

  private void stepUntilClosed(Engine owned) throws InterruptedException {
    while (!room.isClosed() || clock.getAsLong() - drainUntil < 0) {
      for (var order = orders.poll(); order != null; order = orders.poll()) {
        order.accept(owned);
      }
      if (!owned.step()) {
        if (room.isClosed()) {
          return;
        }
        room.await(IDLE_CHECK);
      }
    }
  }
}
