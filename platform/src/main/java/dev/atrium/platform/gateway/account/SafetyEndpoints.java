package dev.atrium.platform.gateway.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.SafetyMessages.DropLexicon;
import dev.atrium.platform.calls.SafetyMessages.Lexicons;
import dev.atrium.platform.calls.SafetyMessages.LexiconsQuestion;
import dev.atrium.platform.calls.SafetyMessages.PutLexicon;
import dev.atrium.platform.calls.SafetyMessages.SafetyEvents;
import dev.atrium.platform.calls.SafetyMessages.SafetyEventsQuestion;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /v1/safety}: the tenant's lexicons and what its content filter met. */
public final class SafetyEndpoints {
  private static final int USUAL_ROWS = 100;
  private static final List<String> BOTH = List.of("input", "output");

  private final CallDesk desk;

  public SafetyEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  public Future<Void> lexicons(Exchange exchange) {
    return tell(exchange, new LexiconsQuestion(exchange.principal().tenant()));
  }

  public Future<Void> put(Exchange exchange) {
    var body = exchange.json();
    var stages = new ArrayList<String>();
    body.path("stages").forEach(stage -> stages.add(stage.textValue()));
    return tell(
        exchange,
        new PutLexicon(
            exchange.principal().tenant(),
            exchange.pathParameter("lexicon"),
            body.get("content").textValue(),
            stages.isEmpty() ? BOTH : stages,
            actions(body.path("actions"))));
  }

  public Future<Void> drop(Exchange exchange) {
    return tell(
        exchange,
        new DropLexicon(exchange.principal().tenant(), exchange.pathParameter("lexicon")));
  }

  public Future<Void> events(Exchange exchange) {
    int rows = exchange.query("rows").map(Integer::parseInt).orElse(USUAL_ROWS);
    var question = new SafetyEventsQuestion(exchange.principal().tenant(), rows);
    return desk.mesh()
        .ask(Addresses.MODERATION, question, SafetyEvents.class)
        .compose(exchange::answer);
  }

  private Future<Void> tell(Exchange exchange, Record message) {
    return desk.mesh().ask(Addresses.MODERATION, message, Lexicons.class).compose(exchange::answer);
  }

  private static Map<String, String> actions(JsonNode actions) {
    return actions.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, action -> action.getValue().textValue()));
  }
}
