package dev.atrium.platform.gateway;

import dev.atrium.platform.calls.CallClosed;
import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.calls.EmbeddingCall;
import dev.atrium.platform.calls.ProfileQuestion;
import dev.atrium.platform.calls.ScenarioTurn;
import dev.atrium.platform.calls.TenantProfile;
import dev.atrium.platform.calls.UsageHoursQuestion;
import dev.atrium.platform.calls.UsageQuestion;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.TokenLogprob;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.StreamReply;
import dev.atrium.platform.metering.LedgerEntry;
import dev.atrium.platform.metering.UsageHours;
import dev.atrium.platform.metering.UsageReport;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A tenant without a model: says the last message back, one token a word. What else it can do is
 * picked by the model's name or the scenario's text: {@code busy}, {@code late}, {@code broken},
 * {@code tool}, {@code twice}, {@code bug}, {@code slow}, {@code endless} and {@code flood}.
 */
final class EchoTenant extends Actor {
  static final String VERSION = "echo@1";
  private static final String FLOOD = "x".repeat(32 << 10);

  private final TenantId tenant;
  private final Map<String, CallContext> open = new HashMap<>();
  private final List<LedgerEntry> ledger = new ArrayList<>();
  final BlockingQueue<CallContext> begun = new LinkedBlockingQueue<>();
  final BlockingQueue<CallClosed> closed = new LinkedBlockingQueue<>();
  final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
  final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();

  EchoTenant(TenantId tenant) {
    super(Addresses.tenant(tenant.value()));
    this.tenant = tenant;
    onStream(ChatCompletion.class, this::complete);
    onStream(ScenarioTurn.class, this::turn);
    onStream(EmbeddingCall.class, this::embed);
    on(CallClosed.class, this::close);
    on(ProfileQuestion.class, question -> Future.succeededFuture(profile()));
    on(UsageQuestion.class, this::usage);
    on(
        UsageHoursQuestion.class,
        question -> Future.succeededFuture(new UsageHours(List.of(), true)));
  }

  private Future<CallResult> complete(ChatCompletion call, StreamReply reply) {
    asked.add(call);
    reply.send(new CallEvent.Began(VERSION));
    var text = text(call.prompt());
    int limit = call.sampling().maxTokens();
    return act(call.context(), call.model(), text, limit == 0 ? Integer.MAX_VALUE : limit, reply);
  }

  /** A text's vector: 0.6 and 0.8, and its length in characters or tokens. */
  private Future<CallResult> embed(EmbeddingCall call, StreamReply reply) {
    asked.add(call);
    if (!call.model().equals("echo")) {
      return act(call.context(), call.model(), "", 0, reply);
    }
    begun.add(call.context());
    open.put(call.context().callId(), call.context());
    var vectors = call.texts().stream().map(text -> new float[] {0.6f, 0.8f, size(text)}).toList();
    reply.send(new EmbeddingCall.Embeddings(vectors));
    var usage = new TokenUsage(5, 0, 0);
    return Future.succeededFuture(
        new CallResult(call.context().callId(), VERSION, FinishReason.STOP, usage, ""));
  }

  private static int size(Prompt text) {
    return text instanceof Prompt.Tokens(var ids) ? ids.size() : text(text).length();
  }

  private static String text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat chat -> chat.messages().getLast().content();
      case Prompt.Text(var text) -> text;
      case Prompt.Tokens(var ids) -> ids.toString();
    };
  }

  private Future<CallResult> turn(ScenarioTurn turn, StreamReply reply) {
    asked.add(turn);
    if (!turn.scenario().equals("help")) {
      return Future.failedFuture(
          AtriumException.caller("scenario_not_found", "There is no such scenario."));
    }
    reply.send(new CallEvent.Cited(1, "fees.md", "cards", "Fees of cards", "A card is free."));
    if (turn.text().equals("person")) {
      reply.send(new CallEvent.HandedOver("asked", "A colleague will call you."));
    }
    return act(turn.context(), "echo", turn.text(), Integer.MAX_VALUE, reply);
  }

  private Future<CallResult> act(
      CallContext context, String model, String text, int limit, StreamReply reply) {
    begun.add(context);
    open.put(context.callId(), context);
    return switch (model) {
      case "echo", "default" -> echo(context, text, limit, reply);
      case "endless" -> repeat(context, "word ", Integer.MAX_VALUE, reply);
      case "flood" -> repeat(context, FLOOD, Integer.MAX_VALUE, reply);
      case "twice" -> twice(context, reply);
      case "tool" -> callTools(context, reply);
      case "slow" -> repeat(context, "word ", limit, reply);
      case "broken" -> {
        reply.send(new CallEvent.TextDelta("half ", 1));
        yield Future.failedFuture(AtriumException.outside("engine_failed", "The engine fell."));
      }
      case "busy" ->
          Future.failedFuture(
              AtriumException.capacity("tenant_busy", "Too many calls.", Duration.ofSeconds(7)));
      case "late" -> Future.succeededFuture(result(context, FinishReason.DEADLINE, 0));
      case "bug" -> throw new IllegalStateException("secret detail");
      default ->
          Future.failedFuture(
              AtriumException.caller("model_not_found", "There is no model of that name."));
    };
  }

  private Future<CallResult> echo(CallContext context, String text, int limit, StreamReply reply) {
    var words = text.split("(?<= )");
    int said = Math.min(words.length, limit);
    for (int index = 0; index < said; index++) {
      reply.send(new CallEvent.TextDelta(words[index], 1));
    }
    var finish = said < words.length ? FinishReason.LENGTH : FinishReason.STOP;
    return Future.succeededFuture(result(context, finish, said + 1));
  }

  private Future<CallResult> twice(CallContext context, StreamReply reply) {
    var other = new TokenLogprob(8, "two", List.of(116, 119, 111), -1.5, List.of());
    var one = new TokenLogprob(7, "one", List.of(111, 110, 101), -0.5, List.of(other));
    reply.send(new CallEvent.TextDelta("one", 1, 0, List.of(one)));
    reply.send(new CallEvent.TextDelta("two", 1, 1, List.of(other)));
    var ends = List.of(FinishReason.STOP, FinishReason.LENGTH);
    var usage = new TokenUsage(5, 2, 3);
    return Future.succeededFuture(
        new CallResult(context.callId(), VERSION, FinishReason.STOP, ends, usage, ""));
  }

  private Future<CallResult> callTools(CallContext context, StreamReply reply) {
    reply.send(new CallEvent.TextDelta("Let me look.", 3));
    reply.send(new CallEvent.ToolCalled(0, "call_a", "weather", "{\"city\":\"Kiel\"}", 4, 0));
    reply.send(new CallEvent.ToolCalled(1, "call_b", "time", "{}", 2, 0));
    return Future.succeededFuture(result(context, FinishReason.STOP, 10));
  }

  private Future<CallResult> repeat(
      CallContext context, String text, int limit, StreamReply reply) {
    var end = Promise.<CallResult>promise();
    var said = new int[1];
    var timer =
        vertx.setPeriodic(
            2,
            tick -> {
              said[0]++;
              reply.send(new CallEvent.TextDelta(text, 1));
              if (said[0] >= limit) {
                vertx.cancelTimer(tick);
                end.tryComplete(result(context, FinishReason.LENGTH, limit));
              }
            });
    reply.onCancel(
        () -> {
          vertx.cancelTimer(timer);
          cancelled.add(context.callId());
          end.tryComplete(result(context, FinishReason.CANCELLED, said[0]));
        });
    return end.future();
  }

  private static CallResult result(CallContext context, FinishReason finish, int generated) {
    return new CallResult(
        context.callId(), VERSION, finish, new TokenUsage(5, 2, generated), "answered");
  }

  private Future<Done> close(CallClosed message) {
    closed.add(message);
    Optional.ofNullable(open.remove(message.callId()))
        .ifPresent(context -> ledger.addFirst(entry(context, message)));
    return Future.succeededFuture(new Done());
  }

  private LedgerEntry entry(CallContext context, CallClosed message) {
    var price =
        new LedgerEntry.Price("EUR", BigDecimal.ONE, BigDecimal.ZERO, new BigDecimal("0.5"));
    var tokens = new TokenUsage(5, 2, message.deliveredTokens());
    var now = Instant.parse("2026-11-23T18:00:00Z");
    return new LedgerEntry(
        context.callId(),
        tenant,
        context.keyId(),
        context.endUser(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(VERSION),
        Optional.empty(),
        message.aborted() ? LedgerEntry.Status.ABORTED : LedgerEntry.Status.COMPLETED,
        Optional.empty(),
        tokens,
        message.deliveredTokens(),
        new LedgerEntry.Timing(now, now.plusMillis(30), 10, 20),
        price,
        price.cost(tokens),
        context.idempotencyKey(),
        context.fingerprint(),
        List.of());
  }

  private TenantProfile profile() {
    return new TenantProfile(
        tenant,
        "Echo & Sons",
        "en",
        List.of(new TenantProfile.ScenarioProfile("help", "Help desk", "Hello.")),
        List.of(new TenantProfile.ModelProfile("echo", VERSION, Instant.EPOCH.plusSeconds(7))));
  }

  private Future<UsageReport> usage(UsageQuestion question) {
    asked.add(question);
    long delivered = ledger.stream().mapToLong(LedgerEntry::delivered).sum();
    var cost = ledger.stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    var totals =
        new UsageReport.Totals(
            ledger.size(), ledger.size(), 0, 0, 0, 0, delivered, delivered, cost, "EUR");
    var groups = List.of(new UsageReport.Group("", VERSION, totals));
    var rows = ledger.stream().limit(question.rows()).toList();
    return Future.succeededFuture(new UsageReport(tenant, totals, groups, rows));
  }

  private record Done() {}
}
