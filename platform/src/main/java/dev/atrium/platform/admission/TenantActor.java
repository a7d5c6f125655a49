package dev.atrium.platform.admission;

import dev.atrium.platform.allowance.Purse;
import dev.atrium.platform.calls.CallClosed;
import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.calls.EmbeddingCall;
import dev.atrium.platform.calls.ProfileQuestion;
import dev.atrium.platform.calls.ScenarioTurn;
import dev.atrium.platform.calls.TenantProfile;
import dev.atrium.platform.calls.TenantProfile.ModelProfile;
import dev.atrium.platform.calls.TenantProfile.ScenarioProfile;
import dev.atrium.platform.calls.UsageHoursQuestion;
import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.metering.MeteringMessages.UsageHoursOf;
import dev.atrium.platform.metering.MeteringMessages.UsageOf;
import dev.atrium.platform.metering.UsageHours;
import dev.atrium.platform.metering.UsageReport;
import dev.atrium.platform.plugin.lifecycle.LentPlugin;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One tenant on this node: its bounded mailbox, its calls on their way, its terms. */
public final class TenantActor extends Actor {
  private final TenantServices services;
  private final Gate gate;
  private final IdempotencyKeys keys;
  private final Purse purse;
  private final CallBook book;
  private final ChatCalls chats;
  private final EmbeddingCalls embeddings;
  private TenantTerms terms;
  private Reserving reserving;
  private ScenarioCalls turns;

  public TenantActor(TenantTerms terms, TenantServices services) {
    super(Addresses.tenant(terms.id().value()));
    this.terms = terms;
    this.services = services;
    this.gate = new Gate(terms.concurrentCalls(), terms.queuedCalls());
    this.keys = new IdempotencyKeys(services.mesh());
    this.purse = services.treasury().purse(terms.id(), terms.allowances());
    this.reserving = new Reserving(terms, purse);
    this.book = new CallBook(services, purse, keys);
    this.chats = new ChatCalls(services.inference(), services.moderation());
    this.embeddings = new EmbeddingCalls(services.inference(), services.moderation());
    this.turns = new ScenarioCalls(terms, services);
    onStream(ChatCompletion.class, this::complete);
    onStream(ScenarioTurn.class, this::turn);
    onStream(EmbeddingCall.class, this::embed);
    on(CallClosed.class, this::close);
    on(UsageQuestion.class, this::usage);
    on(UsageHoursQuestion.class, this::usageHours);
    on(TermsChanged.class, this::change);
    on(ProfileQuestion.class, question -> Future.succeededFuture(profile()));
  }

  private Future<CallResult> complete(ChatCompletion asked, StreamReply reply) {
    var request = asked.of(terms.modelOf(asked.model()));
    var model = resolve(request.model());
    var call = open(request.context(), Optional.empty(), Optional.empty(), reply);
    return admitted(
        call,
        () ->
            reserving.reserve(
                call, request.sampling().choices(), request.sampling().maxTokens(), reply),
        () -> chats.run(model, request, call, reply));
  }

  private Future<CallResult> embed(EmbeddingCall asked, StreamReply reply) {
    var request = asked.of(terms.modelOf(asked.model()));
    var model = resolve(request.model());
    var call = open(request.context(), Optional.empty(), Optional.empty(), reply);
    return admitted(
        call,
        () -> reserving.reserveReading(call, reply),
        () -> embeddings.run(model, request, call, reply));
  }

  private Future<CallResult> turn(ScenarioTurn request, StreamReply reply) {
    var scenario = terms.scenario(request.scenario());
    var plugin = services.plugins().lend(terms.id(), scenario.plugin());
    return run(() -> turn(scenario, plugin, request, reply))
        .onComplete(ended -> plugin.giveBack().run());
  }

  private Future<CallResult> turn(
      TenantTerms.Scenario scenario, LentPlugin plugin, ScenarioTurn request, StreamReply reply) {
    var call =
        open(request.context(), Optional.of(scenario.id()), Optional.of(plugin.name()), reply);
    return admitted(
        call,
        () -> reserving.reserve(call, 1, 0, reply),
        () -> turns.run(scenario, plugin, request, call, reply));
  }

  private OpenCall open(
      CallContext context, Optional<String> scenario, Optional<String> plugin, StreamReply reply) {
    if (!context.tenant().equals(terms.id())) {
      throw new IllegalStateException("a call of another tenant at " + address());
    }
    if (terms.suspended()) {
      throw AtriumException.caller(
          "tenant_suspended", "This tenant is suspended; its operator can tell why.");
    }
    services.metering().requireSafe();
    var call = new OpenCall(context, scenario, plugin, terms);
    reply.watch(
        item -> {
          switch (item) {
            case CallEvent.TextDelta piece -> call.passed(piece.tokens());
            case CallEvent.ToolCalled called -> call.passed(called.tokens());
            default -> {}
          }
        });
    return call;
  }

  /** Loans a place to a call's work and sees to it that the call gets its ledger row. */
  private Future<CallResult> admitted(
      OpenCall call, Supplier<Future<Void>> reservation, Supplier<Future<CallResult>> work) {
    return keys.claim(call.context())
        .compose(
            claimed ->
                gate.enter()
                    .compose(in -> opened(call, reservation).onFailure(refused -> gate.leave()))
                    .onFailure(refused -> keys.release(call.context())))
        .compose(opened -> placed(call, work));
  }

  /**
   * Reserves what the call may use and writes it down, so that it is in the ledger whatever comes.
   */
  private Future<Void> opened(OpenCall call, Supplier<Future<Void>> reservation) {
    return reservation
        .get()
        .compose(
            reserved -> {
              try {
                book.open(call);
                return Future.succeededFuture();
              } catch (RuntimeException failure) {
                purse.giveBack(call.reservation());
                return Future.failedFuture(failure);
              }
            });
  }

  private Future<CallResult> placed(OpenCall call, Supplier<Future<CallResult>> work) {
    return run(work)
        .onFailure(call::failed)
        .onComplete(
            end -> {
              gate.leave();
              book.ended(call);
            });
  }

  /** A call's work that throws must give its place back like one that fails. */
  private static Future<CallResult> run(Supplier<Future<CallResult>> work) {
    try {
      return work.get();
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private Future<Done> close(CallClosed closed) {
    book.close(closed);
    return Future.succeededFuture(new Done());
  }

  private Future<UsageHours> usageHours(UsageHoursQuestion question) {
    var message = new UsageHoursOf(terms.id(), question);
    return book.settled()
        .compose(settled -> services.mesh().ask(Addresses.METERING, message, UsageHours.class));
  }

  private Future<UsageReport> usage(UsageQuestion question) {
    return book.settled()
        .compose(
            settled ->
                services
                    .mesh()
                    .ask(Addresses.METERING, new UsageOf(terms.id(), question), UsageReport.class));
  }

  private ModelCatalogue.Model resolve(String model) {
    return services.models().find(ModelCatalogue.baseOf(model));
  }

  private TenantProfile profile() {
    var scenarios =
        terms.scenarios().stream()
            .map(
                scenario ->
                    new ScenarioProfile(scenario.id(), scenario.name(), scenario.greeting()))
            .toList();
    return new TenantProfile(terms.id(), terms.name(), terms.language(), scenarios, models());
  }

  private List<ModelProfile> models() {
    var own = new ArrayList<ModelProfile>();
    for (var model : services.models().models()) {
      if (model.name().equals(terms.model())) {
        own.addFirst(new ModelProfile(model.name(), model.id(), model.created()));
        own.addFirst(new ModelProfile(ModelCatalogue.DEFAULT, model.id(), model.created()));
      } else {
        own.add(new ModelProfile(model.name(), model.id(), model.created()));
      }
      terms.aliases().entrySet().stream()
          .filter(alias -> ModelCatalogue.baseOf(alias.getValue()).equals(model.name()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(alias -> own.add(new ModelProfile(alias.getKey(), model.id(), model.created())));
    }
    return own;
  }

  @Override
  public Future<?> start() {
    purse.start();
    return super.start();
  }

  /** Waits for the ledger rows of the calls that are over; calls cut off get theirs now. */
  @Override
  public Future<?> stop() {
    book.closeAll();
    return book.settled();
  }

  /** Goes on with other terms; calls that are in keep theirs. */
  private Future<Done> change(TermsChanged changed) {
    terms = changed.terms();
    gate.resize(terms.concurrentCalls(), terms.queuedCalls());
    purse.change(terms.allowances());
    reserving = new Reserving(terms, purse);
    turns = new ScenarioCalls(terms, services);
    return Future.succeededFuture(new Done());
  }

  /** Tells the actor that its tenant's terms changed. */
  record TermsChanged(TenantTerms terms) {}

  record Done() {}
}
