package dev.atrium.platform.admission;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.ScenarioTurn;
import dev.atrium.platform.conversation.OutcomeStore.Outcome;
import dev.atrium.platform.conversation.Turn;
import dev.atrium.platform.conversation.Utterance;
import dev.atrium.platform.conversation.Utterance.Speaker;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.moderation.CallGuard;
import dev.atrium.platform.plugin.PluginTurn;
import dev.atrium.platform.plugin.TurnOutcome;
import dev.atrium.platform.plugin.lifecycle.LentPlugin;
import dev.atrium.spi.Message;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scenario turns: a plugin answers within a conversation, which is kept. */
final class ScenarioCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ScenarioCalls.class);

  /** The plugin's host ends a late turn itself and tells what it took; the mesh waits longer. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final TenantTerms terms;
  private final TenantServices services;

  ScenarioCalls(TenantTerms terms, TenantServices services) {
    this.terms = terms;
    this.services = services;
  }

  /** One turn on its way. */
  private static final class Exchange {
    private final ScenarioTurn request;
    private final OpenCall call;
    private final StreamReply reply;
    private final CallGuard guard;
    private final Instant asked = Instant.now();
    private final StringBuilder answer = new StringBuilder();

    private Runnable stop = () -> {};

    Exchange(ScenarioTurn request, OpenCall call, StreamReply reply, CallGuard guard) {
      this.request = request;
      this.call = call;
      this.reply = reply;
      this.guard = guard;
    }

    void pass(CallEvent event) {
      call.answering();
      guard.output(event, this::send);
      if (guard.blocked(0)) {
        stop.run();
      }
    }

    private void send(CallEvent event) {
      switch (event) {
        case CallEvent.TextDelta delta -> answer.append(delta.text());
        case CallEvent.HandedOver(var reason, var message) -> answer.append(message);
        case CallEvent.Cited cited -> {}
        case CallEvent.Began began -> {}
        case CallEvent.ToolCalled called -> {}
      }
      reply.send((Record) event);
    }
  }

  /** Runs a turn; the conversation is this turn's alone until it ends. */
  Future<CallResult> run(
      TenantTerms.Scenario scenario,
      LentPlugin plugin,
      ScenarioTurn request,
      OpenCall call,
      StreamReply reply) {
    var guard = services.moderation().guard(terms.id(), request.context().callId());
    var allowed =
        new ScenarioTurn(
            request.context(),
            request.scenario(),
            request.conversation(),
            guard.input(request.text()));
    var exchange = new Exchange(allowed, call, reply, guard);
    return services
        .conversations()
        .begin(terms.id(), request.conversation(), scenario.id(), request.context().endUser())
        .compose(turn -> answer(scenario, plugin, turn, exchange));
  }

  private Future<CallResult> answer(
      TenantTerms.Scenario scenario, LentPlugin plugin, Turn turn, Exchange exchange) {
    var answering =
        services.mesh().stream(
            plugin.address(),
            pluginTurn(scenario, turn, exchange),
            CallEvent.class,
            TurnOutcome.class,
            exchange.request.context().deadline().plus(GRACE),
            exchange::pass);
    exchange.stop = () -> answering.cancel("the content filter ended it");
    exchange.reply.onCancel(() -> answering.cancel("the caller went away"));
    return answering
        .done()
        .onComplete(end -> exchange.guard.outputEnds(exchange::send))
        .onFailure(failure -> abandon(turn))
        .compose(outcome -> end(outcome, turn, exchange));
  }

  private PluginTurn pluginTurn(TenantTerms.Scenario scenario, Turn turn, Exchange exchange) {
    return new PluginTurn(
        terms.id(),
        exchange.request.context().callId(),
        turn.conversation(),
        scenario.id(),
        terms.language(),
        terms.model(),
        scenario.settings(),
        terms.content(),
        exchange.request.context().endUser(),
        turn.history().stream().map(ScenarioCalls::message).toList(),
        turn.state(),
        exchange.request.text(),
        exchange.request.context().deadline());
  }

  private static Message message(Utterance said) {
    var role = said.speaker() == Speaker.USER ? Message.Role.USER : Message.Role.ASSISTANT;
    return new Message(role, said.text());
  }

  private Future<CallResult> end(TurnOutcome outcome, Turn turn, Exchange exchange) {
    exchange.call.used(outcome.model(), outcome.usage(), outcome.engineMillis());
    if (exchange.guard.blocked(0)) {
      exchange.call.ended(FinishReason.FILTERED);
      return keep(outcome, turn, exchange)
          .map(kept -> result(outcome, FinishReason.FILTERED, exchange));
    }
    if (outcome.failure().isPresent()) {
      abandon(turn);
      return Future.failedFuture(outcome.failure().get().toException());
    }
    if (exchange.reply.cancelled()) {
      abandon(turn);
      exchange.call.ended(FinishReason.CANCELLED);
      return Future.succeededFuture(result(outcome, FinishReason.CANCELLED, exchange));
    }
    exchange.call.ended(FinishReason.STOP);
    return keep(outcome, turn, exchange).map(kept -> result(outcome, FinishReason.STOP, exchange));
  }

  private static CallResult result(TurnOutcome outcome, FinishReason finish, Exchange exchange) {
    return new CallResult(
        exchange.request.context().callId(),
        outcome.model(),
        finish,
        outcome.usage(),
        outcome.outcome());
  }

  /** Keeps what was said and what came of it. The client has its answer: a failure is logged. */
  private Future<Void> keep(TurnOutcome outcome, Turn turn, Exchange exchange) {
    var asked = new Utterance(Speaker.USER, exchange.request.text(), exchange.asked);
    var answered = new Utterance(Speaker.ASSISTANT, exchange.answer.toString(), Instant.now());
    return services
        .conversations()
        .finish(turn, asked, answered, outcome.state())
        .compose(kept -> services.outcomes().record(terms.id(), came(outcome, turn, exchange)))
        .onFailure(
            lost ->
                LOG.error(
                    "The turn of call {} was answered and not kept: {}",
                    exchange.request.context().callId(),
                    lost.getMessage()))
        .otherwiseEmpty();
  }

  private static Outcome came(TurnOutcome outcome, Turn turn, Exchange exchange) {
    return new Outcome(
        exchange.request.context().callId(),
        turn.conversation(),
        exchange.request.scenario(),
        outcome.outcome().toUpperCase(Locale.ROOT),
        Instant.now());
  }

  private void abandon(Turn turn) {
    services
        .conversations()
        .abandon(turn)
        .onFailure(
            failure ->
                LOG.warn("A turn of {} was not given back: {}", terms.id(), failure.getMessage()));
  }
}
