package dev.atrium.platform.metering;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.metering.MeteringMessages.FirstUse;
import dev.atrium.platform.metering.MeteringMessages.Flush;
import dev.atrium.platform.metering.MeteringMessages.Flushed;
import dev.atrium.platform.metering.MeteringMessages.KeyUse;
import dev.atrium.platform.metering.MeteringMessages.KeyUseOf;
import dev.atrium.platform.metering.MeteringMessages.Recorded;
import dev.atrium.platform.metering.MeteringMessages.UsageHoursOf;
import dev.atrium.platform.metering.MeteringMessages.UsageOf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the ledger entries of this node and answers each once it is safe: in the ledger, or while
 * the database is away in the spool, from where it goes to the ledger when the database is back.
 *
 * <p>Batches make themselves: while one is being written the next one gathers, so that a lone entry
 * waits for nothing and a flood goes in large batches. One instance per node, on one event loop;
 * files are touched on worker threads, one task at a time.
 */
public final class MeteringActor extends Actor {
  private static final Logger LOG = LoggerFactory.getLogger(MeteringActor.class);
  private static final int LARGEST_BATCH = 2_000;
  private static final int LONGEST_QUEUE = 200_000;
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration PREPARATION = Duration.ofHours(12);

  private final LedgerWriter writer;
  private final UsageReports reports;
  private final Spool spool;
  private final MeteringState state;
  private final ArrayDeque<Pending> queue = new ArrayDeque<>();

  /** Keys on their way to the ledger, with the calls that use them first. */
  private final Map<KeyUseOf, FirstUse> keysUnderway = new HashMap<>();

  private Future<Void> writing = Future.succeededFuture();
  private Optional<Future<Void>> replay = Optional.empty();

  /** Whether entries may lie in the spool; new ones then follow them there. */
  private boolean spooling = true;

  /** Counts what was given to the spool, to tell whether more came while it was looked at. */
  private long spooled;

  private boolean retrying;

  private record Pending(LedgerEntry entry, Promise<Recorded> recorded) {}

  /**
   * @param spoolFolder of this node alone
   * @param state where the actor tells whether entries are safe
   */
  public MeteringActor(Database database, Path spoolFolder, MeteringState state) {
    super(Addresses.METERING);
    this.state = state;
    this.writer = new LedgerWriter(database);
    this.reports = new UsageReports(database);
    this.spool = new Spool(spoolFolder);
    on(LedgerEntry.class, this::record);
    on(Flush.class, flush -> flush().map(new Flushed()));
    on(
        UsageOf.class,
        asked -> {
          state.requireSafe();
          return flush().compose(done -> reports.report(asked.tenant(), asked.question()));
        });
    on(
        UsageHoursOf.class,
        asked -> {
          state.requireSafe();
          return flush().compose(done -> reports.hours(asked.tenant(), asked.question()));
        });
    on(KeyUseOf.class, this::keyUse);
  }

  @Override
  public Future<?> start() {
    return onDisk(spool::all)
        .onSuccess(left -> left.forEach(this::noteKey))
        .compose(left -> super.start())
        .onSuccess(
            started -> {
              prepare();
              vertx.setPeriodic(PREPARATION.toMillis(), timer -> prepare());
              replay();
            });
  }

  /** Writes what is queued, to the spool if the database does not take it. */
  @Override
  public Future<?> stop() throws Exception {
    return writing
        .eventually(this::drain)
        .compose(
            drained ->
                onDisk(
                    () -> {
                      spool.close();
                      return drained;
                    }));
  }

  private Future<Recorded> record(LedgerEntry entry) {
    if (queue.size() >= LONGEST_QUEUE) {
      return Future.failedFuture(
          AtriumException.capacity(
              "ledger_backlog", "The ledger is too far behind to take more.", RETRY));
    }
    var pending = new Pending(entry, Promise.promise());
    queue.add(pending);
    noteKey(entry);
    pump();
    return pending.recorded().future();
  }

  private void pump() {
    if (!writing.isComplete() || queue.isEmpty() || retrying) {
      return;
    }
    var batch = nextBatch();
    writing = write(batch).onComplete(written -> later(this::pump));
  }

  private List<Pending> nextBatch() {
    var batch = new ArrayList<Pending>();
    while (batch.size() < LARGEST_BATCH && !queue.isEmpty()) {
      batch.add(queue.poll());
    }
    return batch;
  }

  private Future<Void> write(List<Pending> batch) {
    var entries = batch.stream().map(Pending::entry).toList();
    var written =
        spooling
            ? toSpool(entries)
            : writer
                .write(entries)
                .compose(this::setAside)
                .onSuccess(done -> forgetKeys(entries))
                .recover(away -> toSpool(entries));
    return written
        .onSuccess(done -> acknowledge(batch))
        .recover(failure -> putBack(batch, failure));
  }

  private void acknowledge(List<Pending> batch) {
    batch.forEach(pending -> pending.recorded().complete(new Recorded(pending.entry().callId())));
    if (state.safe()) {
      LOG.info("Entries are safe again");
    }
  }

  private Future<Void> toSpool(List<LedgerEntry> entries) {
    spooling = true;
    spooled++;
    return this.<Void>onDisk(
            () -> {
              spool.append(entries);
              return null;
            })
        .onSuccess(done -> retryLater());
  }

  /** Neither database nor disk takes them: they wait in memory, unacknowledged. */
  private Future<Void> putBack(List<Pending> batch, Throwable failure) {
    batch.reversed().forEach(queue::addFirst);
    if (state.unsafe("Neither the ledger nor the spool takes entries: " + failure.getMessage())) {
      LOG.error(
          "Neither the ledger nor the spool takes entries; {} wait, new calls are refused: {}",
          queue.size(),
          failure.toString());
    }
    retrying = true;
    vertx.setTimer(
        RETRY.toMillis(),
        timer ->
            replay()
                .onComplete(
                    ended -> {
                      retrying = false;
                      pump();
                    }));
    return Future.succeededFuture();
  }

  private Future<Void> setAside(List<LedgerEntry> refused) {
    if (refused.isEmpty()) {
      return Future.succeededFuture();
    }
    LOG.error("The ledger refuses {} entries; they are in refused.jsonl", refused.size());
    return onDisk(
        () -> {
          spool.setAside(refused);
          return null;
        });
  }

  private void retryLater() {
    vertx.setTimer(RETRY.toMillis(), timer -> replay());
  }

  /** Brings the spool into the ledger, oldest first; one replay at a time. */
  private Future<Void> replay() {
    if (replay.isEmpty()) {
      var running = replayNext();
      replay = Optional.of(running);
      running.onComplete(
          ended -> {
            replay = Optional.empty();
            if (ended.failed()) {
              retryLater();
            }
          });
      return running;
    }
    return replay.get();
  }

  private Future<Void> replayNext() {
    var before = spooled;
    return onDisk(spool::oldest)
        .compose(
            oldest ->
                oldest
                    .map(batch -> replay(batch).compose(done -> replayNext()))
                    .orElseGet(() -> replayed(before)));
  }

  private Future<Void> replayed(long before) {
    if (spooled != before) {
      return replayNext();
    }
    spooling = false;
    return Future.succeededFuture();
  }

  private Future<Void> replay(Spool.Batch batch) {
    return writeInTurn(batch.entries())
        .compose(
            written ->
                onDisk(
                    () -> {
                      spool.remove(batch);
                      return written;
                    }))
        .onSuccess(done -> forgetKeys(batch.entries()));
  }

  private Future<Void> writeInTurn(List<LedgerEntry> entries) {
    Future<Void> written = Future.succeededFuture();
    for (int start = 0; start < entries.size(); start += LARGEST_BATCH) {
      var part = entries.subList(start, Math.min(entries.size(), start + LARGEST_BATCH));
      written = written.compose(done -> writer.write(part)).compose(this::setAside);
    }
    return written;
  }

  /** Completes when everything recorded before is in the ledger. */
  private Future<Void> flush() {
    var last = Optional.ofNullable(queue.peekLast()).map(pending -> pending.recorded().future());
    var safe = last.<Future<?>>map(future -> future).orElse(writing);
    return safe.compose(done -> spooling ? replay() : Future.succeededFuture());
  }

  private Future<Void> drain() {
    if (queue.isEmpty()) {
      return Future.succeededFuture();
    }
    return write(nextBatch()).compose(done -> retrying ? Future.succeededFuture() : drain());
  }

  private Future<KeyUse> keyUse(KeyUseOf question) {
    var underway = Optional.ofNullable(keysUnderway.get(question));
    return underway.isPresent()
        ? Future.succeededFuture(new KeyUse(underway))
        : reports.idempotencyKeyUsed(question.tenant(), question.idempotencyKey()).map(KeyUse::new);
  }

  private void noteKey(LedgerEntry entry) {
    entry
        .idempotencyKey()
        .ifPresent(key -> keysUnderway.putIfAbsent(new KeyUseOf(entry.tenant(), key), use(entry)));
  }

  private void forgetKeys(List<LedgerEntry> entries) {
    for (var entry : entries) {
      entry
          .idempotencyKey()
          .ifPresent(key -> keysUnderway.remove(new KeyUseOf(entry.tenant(), key), use(entry)));
    }
  }

  private static FirstUse use(LedgerEntry entry) {
    return new FirstUse(entry.callId(), entry.fingerprint());
  }

  private void prepare() {
    writer
        .prepare()
        .onFailure(failure -> LOG.warn("The ledger's next months are not prepared", failure));
  }

  private void later(Runnable action) {
    context.runOnContext(now -> action.run());
  }

  private <T> Future<T> onDisk(Callable<T> work) {
    return vertx.executeBlocking(work);
  }
}
