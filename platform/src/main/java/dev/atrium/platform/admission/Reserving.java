package dev.atrium.platform.admission;

import dev.atrium.platform.allowance.Demand;
import dev.atrium.platform.allowance.Purse;
import dev.atrium.platform.allowance.Standing;
import dev.atrium.platform.calls.Admitted;
import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.tenancy.Allowance.Measure;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets the most that a call may use apart, and tells the caller how its limits stand. */
final class Reserving {
  /** What a chat template adds to a prompt, at the most. */
  private static final int TEMPLATE_TOKENS = 64;

  private final TenantTerms terms;
  private final Purse purse;

  Reserving(TenantTerms terms, Purse purse) {
    this.terms = terms;
    this.purse = purse;
  }

  /**
   * Reserves for a call.
   *
   * @param answers how many generations of at most {@code answerTokens} it may come to
   * @param answerTokens 0 = up to the context's end
   */
  Future<Void> reserve(OpenCall call, int answers, int answerTokens, StreamReply reply) {
    if (!purse.counts()) {
      return Future.succeededFuture();
    }
    return reserve(call, demand(call.context(), answers, answerTokens), reply);
  }

  private Future<Void> reserve(OpenCall call, Demand demand, StreamReply reply) {
    return purse
        .reserve(demand)
        .onSuccess(
            reservation -> {
              call.reserved(reservation);
              tell(reservation.standings(), reply);
            })
        .onFailure(refused -> tell(purse.standings(demand), reply))
        .mapEmpty();
  }

  /** Reserves for a call that has texts read and nothing written: its tokens are all of prompts. */
  Future<Void> reserveReading(OpenCall call, StreamReply reply) {
    if (!purse.counts()) {
      return Future.succeededFuture();
    }
    var context = call.context();
    var tokens = context.requestBytes() + TEMPLATE_TOKENS;
    var cost = terms.prices().at(Instant.now()).cost(new TokenUsage(tokens, 0, 0));
    return reserve(call, new Demand(context.keyId(), context.endUser(), tokens, cost), reply);
  }

  /** A token is at least a byte of what was sent, and prompt and answer share the context. */
  private Demand demand(CallContext context, int answers, int answerTokens) {
    int prompt = Math.min(terms.contextTokens(), context.requestBytes() + TEMPLATE_TOKENS);
    int room = terms.contextTokens();
    long answer = (long) answers * (answerTokens == 0 ? room : Math.min(room, answerTokens));
    var cost =
        terms.prices().at(Instant.now()).cost(new TokenUsage(prompt, 0, Math.toIntExact(answer)));
    return new Demand(context.keyId(), context.endUser(), prompt + answer, cost);
  }

  private static void tell(List<Standing> standings, StreamReply reply) {
    var limits = new ArrayList<Admitted.Limit>();
    for (var measure : List.of(Measure.REQUESTS, Measure.TOKENS)) {
      standings.stream()
          .filter(standing -> standing.measure() == measure)
          .min(Comparator.comparingDouble(s -> (double) s.remaining() / Math.max(1, s.most())))
          .ifPresent(
              tightest ->
                  limits.add(
                      new Admitted.Limit(
                          measure.word(),
                          tightest.most(),
                          tightest.remaining(),
                          tightest.resetsAt())));
    }
    if (!limits.isEmpty()) {
      reply.send(new Admitted(limits));
    }
  }
}
