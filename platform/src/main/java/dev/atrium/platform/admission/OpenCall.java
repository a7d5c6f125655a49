package dev.atrium.platform.admission;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.metering.LedgerEntry;
import dev.atrium.platform.metering.LedgerEntry.Price;
import dev.atrium.platform.metering.LedgerEntry.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A call between its admission and its ledger row. Used on one context. */
final class OpenCall {
  private final CallContext context;
  private final Optional<String> scenario;
  private final Optional<String> plugin;
  private final Price price;
  private final Instant arrived = Instant.now();
  private final long started = System.nanoTime();
  private long firstTokenMillis = -1;
  private long engineMillis;
  private TokenUsage usage = TokenUsage.NONE;
  private Optional<String> model = Optional.empty();
  private Optional<String> errorCode = Optional.empty();
  private Status status = Status.ABORTED;

  OpenCall(CallContext context, Optional<String> scenario, Optional<String> plugin, Price price) {
    this.context = context;
    this.scenario = scenario;
    this.plugin = plugin;
    this.price = price;
  }

  CallContext context() {
    return context;
  }

  /** Notes that the first piece of the answer is on its way. */
  void answering() {
    if (firstTokenMillis < 0) {
      firstTokenMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
  }

  long firstTokenMillis() {
    return firstTokenMillis;
  }

  /** Adds what a model took for this call. */
  void used(String modelVersion, TokenUsage tokens, long millis) {
    usage = usage.plus(tokens);
    engineMillis += millis;
    if (!modelVersion.isEmpty()) {
      model = Optional.of(modelVersion);
    }
  }

  void ended(FinishReason reason) {
    switch (reason) {
      case STOP, LENGTH -> status = Status.COMPLETED;
      case CANCELLED -> status = Status.ABORTED;
      case DEADLINE, FAILED -> failed(reason.name().toLowerCase(Locale.ROOT));
    }
  }

  void failed(Throwable failure) {
    failed(AtriumException.from(failure).code());
  }

  private void failed(String code) {
    status = Status.FAILED;
    errorCode = Optional.of(code);
  }

  TokenUsage usage() {
    return usage;
  }

  Optional<String> model() {
    return model;
  }

  /** The call's ledger row. */
  LedgerEntry entry(int delivered, boolean aborted) {
    return new LedgerEntry(
        context.callId(),
        context.tenant(),
        context.keyId(),
        context.endUser(),
        scenario,
        plugin,
        model,
        Optional.empty(),
        aborted && status == Status.COMPLETED ? Status.ABORTED : status,
        errorCode,
        usage,
        Math.min(delivered, usage.generated()),
        new LedgerEntry.Timing(arrived, Instant.now(), firstTokenMillis, engineMillis),
        price,
        price.cost(usage),
        context.idempotencyKey());
  }
}
