package dev.atrium.platform.inference.encoder;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.Embedder;
import dev.atrium.platform.inference.engine.EmbeddingInput;
import dev.atrium.platform.inference.engine.EmbeddingSink;
import dev.atrium.platform.inference.engine.Generation;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.Pooling;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * An encoder that serves: a queue and the one thread that owns the runner. All methods may be
 * called from any thread.
 */
public final class EncoderReplica implements Embedder, AutoCloseable {
  private final EncoderInfo info;
  private final EncoderCodec codec;
  private final EncoderQueue queue;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Thread thread;

  private EncoderReplica(
      EncoderInfo info,
      EncoderCodec codec,
      EncoderSettings settings,
      Supplier<EncoderRunner> loader) {
    this.info = info;
    this.codec = codec;
    this.queue = new EncoderQueue(settings);
    this.thread = Thread.ofPlatform().name("encoder-" + info.name()).unstarted(() -> serve(loader));
  }

  /**
   * Loads a runner on a thread of its own and serves it; returns when it is ready.
   *
   * @param loader called once, on the thread that will own what it makes
   */
  public static EncoderReplica start(
      EncoderInfo info,
      EncoderCodec codec,
      EncoderSettings settings,
      Supplier<EncoderRunner> loader) {
    var replica = new EncoderReplica(info, codec, settings, loader);
    replica.thread.start();
    try {
      replica.ready.join();
      return replica;
    } catch (CompletionException e) {
      throw AtriumException.from(e.getCause() == null ? e : e.getCause());
    }
  }

  public EncoderInfo info() {
    return info;
  }

  /** Texts that wait. */
  public int waiting() {
    return queue.size();
  }

  /** Whether the owner thread still computes. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public String id() {
    return info.id();
  }

  @Override
  public int stateSize() {
    return info.stateSize();
  }

  @Override
  public int[] tokens(Prompt text) {
    var tokens =
        switch (text) {
          case Prompt.Text plain when !plain.text().isEmpty() -> codec.encode(plain.text());
          case Prompt.Text _ -> new int[0];
          case Prompt.Tokens given -> given.ids().stream().mapToInt(Integer::intValue).toArray();
          case Prompt.Chat _ -> throw refusal("reads texts, not conversations");
        };
    if (tokens.length == 0) {
      throw AtriumException.caller("empty_prompt", "The text holds no token.");
    }
    for (var token : tokens) {
      if (token < 0 || token >= info.vocabularySize()) {
        throw AtriumException.caller(
            "unknown_token",
            "Token %d is outside the vocabulary of %d.".formatted(token, info.vocabularySize()));
      }
    }
    return tokens;
  }

  @Override
  public void requireEmbeddable(int tokens, Pooling pooling) {
    if (tokens > info.tokens()) {
      throw AtriumException.caller(
          "input_too_long",
          "A text has %d tokens; model '%s' reads at most %d."
              .formatted(tokens, info.name(), info.tokens()));
    }
  }

  @Override
  public Generation embed(EmbeddingInput input, EmbeddingSink sink) {
    return submit(input, EncoderWork.of(input.pooling()), sink);
  }

  /**
   * The same model as one that tells how likely each class is, instead of vectors.
   *
   * @throws AtriumException CALLER if it has no classes
   */
  public Embedder classifier() {
    if (info.labels().isEmpty()) {
      throw refusal("is no classifier");
    }
    return new Classifier();
  }

  private Generation submit(EmbeddingInput input, EncoderWork work, EmbeddingSink sink) {
    requireEmbeddable(input.tokens().length, input.pooling());
    if (input.adapter().isPresent()) {
      throw AtriumException.caller(
          "model_not_found", "There is no adapter '" + input.adapter().get() + "' here.");
    }
    var row = new EncoderRunner.Row(input.tokens(), work);
    var job = new EncoderJob(input.tenant(), row, input.timeout(), sink);
    queue.put(job);
    return job;
  }

  private AtriumException refusal(String what) {
    return AtriumException.caller("model_unfit", "Model '%s' %s.".formatted(info.name(), what));
  }

  private final class Classifier implements Embedder {
    @Override
    public String id() {
      return info.id();
    }

    @Override
    public int stateSize() {
      return info.labels().size();
    }

    @Override
    public int[] tokens(Prompt text) {
      return EncoderReplica.this.tokens(text);
    }

    @Override
    public void requireEmbeddable(int tokens, Pooling pooling) {
      EncoderReplica.this.requireEmbeddable(tokens, pooling);
    }

    @Override
    public Generation embed(EmbeddingInput input, EmbeddingSink sink) {
      return submit(input, EncoderWork.CLASSES, sink);
    }
  }

  private void serve(Supplier<EncoderRunner> loader) {
    try (var runner = loader.get()) {
      ready.complete(null);
      for (var batch = queue.take(); batch.isPresent(); batch = queue.take()) {
        compute(runner, batch.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      ready.completeExceptionally(failure);
    } finally {
      queue.close();
      queue.rest().forEach(job -> job.fail(EncoderQueue.stopping()));
    }
  }

  /** A batch that fails costs its own texts and no others. */
  private static void compute(EncoderRunner runner, EncoderQueue.Batch batch) {
    var jobs = batch.jobs().stream().filter(job -> !job.endedBefore()).toList();
    if (jobs.isEmpty()) {
      return;
    }
    try {
      var results = runner.run(jobs.stream().map(EncoderJob::row).toList(), batch.length());
      for (var i = 0; i < jobs.size(); i++) {
        jobs.get(i).done(results.get(i));
      }
    } catch (RuntimeException failure) {
      var reason = AtriumException.bug("engine_failed", "The model failed at this text.", failure);
      jobs.forEach(job -> job.fail(reason));
    }
  }

  /** Takes no more texts, computes those that wait, and frees the model. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
      codec.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
