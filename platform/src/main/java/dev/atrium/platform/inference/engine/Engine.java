package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.Scheduler.Batch;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Continuous batching: sequences join and leave at every step. One thread owns an engine and calls
 * {@link #step} over and over.
 */
final class Engine {
  private static final double NANOS_PER_MILLI = 1e6;

  private final EngineDevice device;
  private final LongSupplier clock;
  private final WaitingRoom room;
  private volatile KvSpace space;
  private final Scheduler scheduler;
  private final AdapterShelf shelf;
  private final List<int[]> shared;
  private volatile EngineSnapshot snapshot;

  /**
   * @param clock nanoseconds, as deadlines count them
   */
  Engine(
      EngineDevice device,
      EngineSettings settings,
      WaitingRoom room,
      AdapterShelf shelf,
      LongSupplier clock) {
    this(device, settings, room, shelf, clock, List.of());
  }

  /**
   * @param clock nanoseconds, as deadlines count them
   * @param shared prompts that serve all tenants
   */
  Engine(
      EngineDevice device,
      EngineSettings settings,
      WaitingRoom room,
      AdapterShelf shelf,
      LongSupplier clock,
      List<int[]> shared) {
    this.shared = List.copyOf(shared);
    this.shelf = shelf;
    this.device = device;
    this.clock = clock;
    this.room = room;
    this.space = emptySpace();
    this.scheduler = new Scheduler(settings, room, space);
    this.snapshot = new EngineSnapshot(0, 0, 0, 0, 0, space.totalTokens(), 0, 0, 0);
  }

  private KvSpace emptySpace() {
    return new KvSpace(device.runner().places(), device.runner().contextTokens(), shared);
  }

  /** Computes one token for everyone, and part of the prompts; false if there was nothing to do. */
  boolean step() {
    retire();
    shelf.takeUnused().forEach(version -> device.runner().dropAdapter(version.index()));
    var batch = scheduler.schedule();
    if (batch.isEmpty()) {
      return false;
    }
    run(batch);
    return true;
  }

  /** The state after the last step. Any thread. */
  EngineSnapshot snapshot() {
    var last = snapshot;
    return new EngineSnapshot(
        room.size(),
        last.running(),
        last.lastRows(),
        last.lastStepMillis(),
        last.kvTokensUsed(),
        last.kvTokensTotal(),
        last.promptTokens(),
        last.generatedTokens(),
        last.steps());
  }

  /** Numbers in the state of a token. Any thread. */
  int stateSize() {
    return device.runner().stateSize();
  }

  /** Binds a new version of an adapter and lets it be asked for. */
  String publish(String owner, String adapter, AdapterWeights weights) {
    var version = shelf.prepare(adapter, weights);
    try {
      device.runner().bindAdapter(version.index(), weights);
    } catch (RuntimeException failure) {
      shelf.abandon(version);
      throw failure;
    }
    shelf.publish(owner, adapter, version);
    return version.id();
  }

  /** What each tenant has of the engine, by name. Any thread. */
  Map<String, TenantLoad> loads() {
    var kept = space;
    return room.loads(kept::keptTokens);
  }

  /** Ends everything, waiting or running. */
  void abort(AtriumException reason) {
    room.remove(sequence -> true).forEach(sequence -> sequence.fail(reason));
    for (var sequence : scheduler.running()) {
      sequence.fail(reason);
      scheduler.release(sequence);
    }
  }

  /** Lets those go who were cancelled or came too late. */
  private void retire() {
    var now = clock.getAsLong();
    for (var waiting : room.remove(each -> each.isCancelled() || each.isPast(now))) {
      retireWaiting(waiting);
    }
    for (var sequence : scheduler.running()) {
      if (sequence.isCancelled()) {
        sequence.end(FinishReason.CANCELLED);
      } else if (sequence.isPast(now)) {
        sequence.end(FinishReason.DEADLINE);
      }
      if (sequence.ended()) {
        scheduler.release(sequence);
      }
    }
    if (scheduler.running().isEmpty()) {
      note(0, 0, 0, 0, 0);
    }
  }

  private static void retireWaiting(Sequence sequence) {
    if (sequence.isCancelled()) {
      sequence.end(FinishReason.CANCELLED);
    } else {
      sequence.fail(
          AtriumException.capacity(
              "deadline_exceeded",
              "The deadline passed while the request waited for the model. Try again later.",
              Duration.ofSeconds(1)));
    }
  }

  private void run(Batch batch) {
    var begin = clock.getAsLong();
    try {
      var result = device.run(batch.plan());
      deliver(batch, result);
      var millis = (clock.getAsLong() - begin) / NANOS_PER_MILLI;
      note(batch.plan().rows().size(), millis, batch.promptTokens(), result.chosen().length, 1);
    } catch (RuntimeException failure) {
      failBatch(batch, failure);
    }
  }

  private void deliver(Batch batch, StepResult result) {
    var scores = result.scores().iterator();
    var pooled = result.pooled().iterator();
    var next = 0;
    for (var i = 0; i < batch.owners().size(); i++) {
      var row = batch.plan().rows().get(i);
      var sequence = batch.owners().get(i);
      var left = sequence.promptLeft();
      sequence.advance(row.tokens().length);
      room.served(sequence, left - sequence.promptLeft(), row.draw().isPresent() ? 1 : 0);
      if (left > 0 && sequence.isDecoding()) {
        scheduler.promptComputed(sequence);
      }
      if (row.draw().isPresent()) {
        if (sequence.tellsLogprobs()) {
          sequence.told(Logprobs.of(scores.next(), sequence.codec()));
        }
        sequence.accept(result.chosen()[next++]);
      }
      if (row.pooled() > 0) {
        sequence.pooled(pooled.next());
      }
      if (sequence.ended()) {
        scheduler.release(sequence);
      }
    }
  }

  /**
   * A step that fails costs its own sequences and no others: nobody knows what it left in the
   * runner, so that is made anew, and who was not in the step is computed again.
   */
  private void failBatch(Batch batch, RuntimeException failure) {
    var reason = AtriumException.bug("engine_failed", "The model failed at this step.", failure);
    for (var sequence : batch.owners()) {
      sequence.fail(reason);
      scheduler.discard(sequence);
    }
    device.rebuild(shelf.liveAnew());
    space = emptySpace();
    scheduler.restart(space);
  }

  private void note(int rows, double millis, int prompt, int generated, int steps) {
    var last = snapshot;
    snapshot =
        new EngineSnapshot(
            0,
            scheduler.running().size(),
            rows,
            steps == 0 ? last.lastStepMillis() : millis,
            space.heldTokens(),
            space.totalTokens(),
            last.promptTokens() + prompt,
            last.generatedTokens() + generated,
            last.steps() + steps);
  }
}
