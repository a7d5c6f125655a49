package dev.atrium.platform.gateway;

import dev.atrium.platform.gateway.account.AdapterEndpoints;
import dev.atrium.platform.gateway.account.IdentityEndpoints;
import dev.atrium.platform.gateway.account.ProfileEndpoints;
import dev.atrium.platform.gateway.account.SafetyEndpoints;
import dev.atrium.platform.gateway.account.SettingsEndpoints;
import dev.atrium.platform.gateway.account.UsageEndpoint;
import dev.atrium.platform.gateway.account.UsageHoursEndpoint;
import dev.atrium.platform.gateway.account.WebhookEndpoints;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.catalogue.CatalogueEndpoints;
import dev.atrium.platform.gateway.contract.Contract;
import dev.atrium.platform.gateway.contract.Operation;
import dev.atrium.platform.gateway.http.BodyReader;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.ErrorWriter;
import dev.atrium.platform.gateway.http.EventStream;
import dev.atrium.platform.gateway.http.Refusal;
import dev.atrium.platform.gateway.http.RequestId;
import dev.atrium.platform.gateway.openai.ChatEndpoint;
import dev.atrium.platform.gateway.openai.CompletionEndpoint;
import dev.atrium.platform.gateway.openai.EmbeddingEndpoint;
import dev.atrium.platform.gateway.openai.ModelEndpoints;
import dev.atrium.platform.gateway.operator.OperatorEndpoints;
import dev.atrium.platform.gateway.operator.PluginEndpoints;
import dev.atrium.platform.gateway.responses.ResponsesEndpoint;
import dev.atrium.platform.gateway.scenario.TurnEndpoint;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the router from the contract: each operation of the document has its endpoint here, and
 * there is no route beside them. A disagreement stops the start.
 */
final class ApiRouter {
  private static final Pattern TEMPLATE = Pattern.compile("\\{(\\w+)}");
  private static final List<Integer> ROUTER_FAILURES = List.of(400, 404, 405, 406, 413, 415, 500);

  private final Vertx vertx;
  private final Contract contract;
  private final Optional<ConsoleFiles> console;
  private final Admission admission;
  private final Map<String, Endpoint> endpoints;

  ApiRouter(Vertx vertx, GatewayOptions options, GatewayParts parts, Contract contract) {
    var clients = options.clients();
    this.vertx = vertx;
    this.contract = contract;
    this.console = options.console().map(folder -> new ConsoleFiles(vertx, folder));
    this.admission =
        new Admission(
            parts.keys(),
            parts.tenants(),
            new BodyReader(vertx, clients.bodyBytes(), clients.requestPatience()));
    var desk =
        new CallDesk(
            parts.mesh(),
            options.callDeadline(),
            new EventStream.Limits(clients.unreadBytes(), clients.readPatience()));
    this.endpoints =
        new HashMap<>(endpoints(desk, new OperationsEndpoints(vertx, parts, contract)));
    this.endpoints.putAll(new WebhookEndpoints(desk).all());
    this.endpoints.putAll(new OperatorEndpoints(parts.operator()).all());
  }

  Router router() {
    var router = Router.router(vertx);
    router.route().handler(ApiRouter::addHeaders);
    refuseUndocumented();
    contract.operations().forEach(operation -> addRoute(router, operation));
    console.ifPresent(files -> router.route().handler(files));
    router.route().handler(this::refuseUnknown);
    router.route().failureHandler(ApiRouter::answerFailure);
    ROUTER_FAILURES.forEach(status -> router.errorHandler(status, ApiRouter::answerFailure));
    return router;
  }

  private static Map<String, Endpoint> endpoints(CallDesk desk, OperationsEndpoints operations) {
    var models = new ModelEndpoints(desk);
    var profiles = new ProfileEndpoints(desk);
    var safety = new SafetyEndpoints(desk);
    var adapters = new AdapterEndpoints(desk.mesh());
    var catalogue = new CatalogueEndpoints(desk);
    var plugins = new PluginEndpoints(desk.mesh());
    var settings = new SettingsEndpoints(desk);
    var identity = new IdentityEndpoints(desk);
    return Map.ofEntries(
        Map.entry("createChatCompletion", new ChatEndpoint(desk)),
        Map.entry("createCompletion", new CompletionEndpoint(desk)),
        Map.entry("createEmbedding", new EmbeddingEndpoint(desk)),
        Map.entry("createResponse", new ResponsesEndpoint(desk)),
        Map.entry("listModels", models::list),
        Map.entry("getModel", models::get),
        Map.entry("listScenarios", profiles::scenarios),
        Map.entry("sendMessage", new TurnEndpoint(desk)),
        Map.entry("getSettings", settings::get),
        Map.entry("putSettings", settings::put),
        Map.entry("getProfile", profiles::me),
        Map.entry("getUsage", new UsageEndpoint(desk)),
        Map.entry("getUsageByHour", new UsageHoursEndpoint(desk)),
        Map.entry("getIdentityProvider", identity::get),
        Map.entry("putIdentityProvider", identity::put),
        Map.entry("dropIdentityProvider", identity::drop),
        Map.entry("putItems", catalogue::items),
        Map.entry("addEvents", catalogue::events),
        Map.entry("listAdapters", adapters::list),
        Map.entry("installAdapter", adapters::install),
        Map.entry("dropAdapter", adapters::drop),
        Map.entry("listLexicons", safety::lexicons),
        Map.entry("putLexicon", safety::put),
        Map.entry("dropLexicon", safety::drop),
        Map.entry("listSafetyEvents", safety::events),
        Map.entry("isLive", operations::live),
        Map.entry("isReady", operations::ready),
        Map.entry("getMetrics", operations::metrics),
        Map.entry("getContract", operations::contract),
        Map.entry("listPlugins", plugins::list),
        Map.entry("installPlugin", plugins::install),
        Map.entry("upgradePlugin", plugins::upgrade),
        Map.entry("rollBackPlugin", plugins::rollBack),
        Map.entry("removePlugin", plugins::remove),
        Map.entry("choosePluginVersion", plugins::choose),
        Map.entry("unchoosePluginVersion", plugins::unchoose));
  }

  private void refuseUndocumented() {
    var documented = contract.operations().stream().map(Operation::id).collect(Collectors.toSet());
    if (!documented.containsAll(endpoints.keySet())) {
      throw new IllegalStateException("Endpoints beyond the contract: " + endpoints.keySet());
    }
  }

  private void addRoute(Router router, Operation operation) {
    var endpoint = endpoints.get(operation.id());
    if (endpoint == null) {
      throw new IllegalStateException("No endpoint answers " + operation.id() + ".");
    }
    var path = TEMPLATE.matcher(operation.path()).replaceAll(":$1");
    router
        .route(HttpMethod.valueOf(operation.method()), path)
        .handler(web -> admission.admit(web, operation, endpoint));
  }

  private static void addHeaders(RoutingContext web) {
    RequestId.of(web);
    web.response()
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("cache-control", "no-store");
    web.next();
  }

  private void refuseUnknown(RoutingContext web) {
    var methods =
        contract.operations().stream()
            .filter(operation -> matches(operation.path(), web.normalizedPath()))
            .map(Operation::method)
            .collect(Collectors.joining(", "));
    if (methods.isEmpty()) {
      ErrorWriter.write(
          web, new Refusal(404, "route_not_found", "There is nothing here; see /openapi.json."));
    } else {
      web.response().putHeader("allow", methods);
      ErrorWriter.write(
          web, new Refusal(405, "method_not_allowed", "This route takes " + methods + "."));
    }
  }

  private static boolean matches(String template, String path) {
    return path.matches(TEMPLATE.matcher(template).replaceAll("[^/]+"));
  }

  private static void answerFailure(RoutingContext web) {
    var failure = Optional.ofNullable(web.failure());
    boolean ours = failure.isPresent() && web.statusCode() >= 500;
    var malformed =
        new Refusal(400, "bad_request", "The request's path or one of its headers is malformed.");
    ErrorWriter.write(web, ours ? failure.get() : malformed);
  }
}
