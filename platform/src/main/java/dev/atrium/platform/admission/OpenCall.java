package dev.atrium.platform.admission;

import dev.atrium.platform.allowance.Reservation;
import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.metering.CallJournal;
import dev.atrium.platform.metering.LedgerEntry;
import dev.atrium.platform.metering.LedgerEntry.Status;
import dev.atrium.platform.tenancy.TenantDefinition.Billing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A call between its admission and its ledger row. Used on one context. */
final class OpenCall {
  private final CallContext context;
  private final Optional<String> scenario;
  private final Optional<String> plugin;
  private final TenantTerms terms;
  private final LedgerEntry.Price price;
  private Reservation reservation = new Reservation(List.of(), List.of());
  private Optional<CallJournal.Slot> slot = Optional.empty();
  private OptionalLong silence = OptionalLong.empty();
  private int streamed;
  private final Instant arrived = Instant.now();
  private final long started = System.nanoTime();
  private long firstTokenMillis = -1;
  private long engineMillis;
  private TokenUsage usage = TokenUsage.NONE;
  private Optional<String> model = Optional.empty();
  private Optional<String> adapter = Optional.empty();
  private Optional<String> errorCode = Optional.empty();
  private Status status = Status.ABORTED;

  OpenCall(
      CallContext context, Optional<String> scenario, Optional<String> plugin, TenantTerms terms) {
    this.context = context;
    this.scenario = scenario;
    this.plugin = plugin;
    this.terms = terms;
    this.price = terms.prices().at(arrived);
  }

  CallContext context() {
    return context;
  }

  /** Notes what was set apart for this call. */
  void reserved(Reservation parts) {
    reservation = parts;
  }

  Reservation reservation() {
    return reservation;
  }

  /** Notes where this call is written down. */
  void journaled(CallJournal.Slot where) {
    slot = Optional.of(where);
  }

  /** Notes the timer that closes this call if the gateway is silent. */
  void closedBy(long timer) {
    silence = OptionalLong.of(timer);
  }

  OptionalLong silence() {
    return silence;
  }

  /** Notes that so many more tokens of the answer are on their way. */
  void passed(int tokens) {
    streamed += tokens;
    slot.ifPresent(where -> where.generated(streamed));
  }

  /** Ends this call: its row is safe. */
  void recorded() {
    slot.ifPresent(CallJournal.Slot::end);
    slot = Optional.empty();
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

  /** Notes which of the tenant's adapters answers. */
  void adapted(Optional<String> name) {
    adapter = name;
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
      case STOP, LENGTH, FILTERED -> status = Status.COMPLETED;
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
    return row(
        aborted && status == Status.COMPLETED ? Status.ABORTED : status,
        errorCode,
        Math.min(delivered, usage.generated()));
  }

  /** The call's ledger row if this process ends before it. */
  LedgerEntry lost() {
    return row(Status.FAILED, Optional.of("node_lost"), 0);
  }

  private LedgerEntry row(Status end, Optional<String> error, int delivered) {
    return new LedgerEntry(
        context.callId(),
        context.tenant(),
        context.keyId(),
        context.endUser(),
        scenario,
        plugin,
        model,
        adapter,
        end,
        error,
        usage,
        delivered,
        new LedgerEntry.Timing(arrived, Instant.now(), firstTokenMillis, engineMillis),
        price,
        price.cost(billed(end, delivered)),
        context.idempotencyKey(),
        context.fingerprint(),
        reservation.accounts());
  }

  /** What the contract bills: of an answer that was not taken to its end, perhaps only what was. */
  private TokenUsage billed(Status end, int delivered) {
    return end == Status.COMPLETED || terms.billing() == Billing.GENERATED
        ? usage
        : new TokenUsage(usage.prompt(), usage.cached(), delivered);
  }
}
