package dev.atrium.platform.admission;

import dev.atrium.platform.allowance.Purse;
import dev.atrium.platform.calls.CallClosed;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.CallJournal;
import dev.atrium.platform.metering.MeteringMessages.Recorded;
import dev.atrium.platform.metrics.Meters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of a tenant between their admission and their ledger row. A call is written once: when
 * the gateway says how much its client got, or some time after its end if the gateway is gone. Used
 * on one context.
 */
final class CallBook {
  private static final Logger LOG = LoggerFactory.getLogger(CallBook.class);
  private static final Duration GATEWAY_SILENCE = Duration.ofSeconds(60);

  private final Mesh mesh;
  private final Meters meters;
  private final CallJournal journal;
  private final Purse purse;
  private final Map<String, OpenCall> open = new HashMap<>();
  private final Set<Future<Recorded>> writing = new HashSet<>();
  private final IdempotencyKeys keys;

  CallBook(TenantServices services, Purse purse, IdempotencyKeys keys) {
    this.keys = keys;
    this.mesh = services.mesh();
    this.meters = services.meters();
    this.journal = services.journal();
    this.purse = purse;
  }

  void open(OpenCall call) {
    call.journaled(journal.begin(call.lost()));
    open.put(call.context().callId(), call);
  }

  /** Notes that a call's work is over; its row waits for the gateway, but not for ever. */
  void ended(OpenCall call) {
    purse.settling(call.reservation());
    var callId = call.context().callId();
    if (open.containsKey(callId)) {
      call.closedBy(
          mesh.vertx()
              .setTimer(
                  GATEWAY_SILENCE.toMillis(), timer -> close(new CallClosed(callId, 0, true))));
    }
  }

  /** Writes a call's row; a call that is not open, or no longer, is left alone. */
  void close(CallClosed closed) {
    var call = open.remove(closed.callId());
    if (call != null) {
      write(call, closed);
    }
  }

  /** Writes the rows of all open calls as they stand. */
  void closeAll() {
    List.copyOf(open.keySet()).forEach(callId -> close(new CallClosed(callId, 0, true)));
  }

  /** Completes when every row begun so far is safe. */
  Future<Void> settled() {
    return Future.join(writing.stream().toList()).<Void>mapEmpty().otherwiseEmpty();
  }

  private void write(OpenCall call, CallClosed closed) {
    call.silence().ifPresent(mesh.vertx()::cancelTimer);
    var entry = call.entry(closed.deliveredTokens(), closed.aborted());
    var modelVersion = entry.model().orElse("none");
    meters.call(
        modelVersion,
        entry.status().name().toLowerCase(Locale.ROOT),
        Duration.between(entry.timing().arrived(), entry.timing().ended()));
    if (entry.timing().firstTokenMillis() >= 0) {
      meters.firstToken(modelVersion, Duration.ofMillis(entry.timing().firstTokenMillis()));
    }
    var written = mesh.ask(Addresses.METERING, entry, Recorded.class);
    writing.add(written);
    written.onComplete(
        done -> {
          writing.remove(written);
          keys.release(call.context());
          if (done.succeeded()) {
            call.recorded();
            purse.settled(call.reservation(), entry::charge);
          } else {
            LOG.error("Call {} was not metered: {}", entry.callId(), done.cause().getMessage());
          }
        });
  }
}
