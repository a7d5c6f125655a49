package dev.atrium.platform.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Serves the console and speaks the platform's HTTP interface to it; the answers are the test's.
 */
final class ScriptedPlatform implements AutoCloseable {
  static final String ENGLISH_KEY = "atr_harbor_0123456789abcdef";
  static final String OPERATOR_KEY = "atr_operator_0123456789abcdef";
  static final String CHINESE_KEY = "atr_yunlan_0123456789abcdef";
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final BlockingQueue<ScriptedAnswer> questions = new LinkedBlockingQueue<>();
  private final List<String> keys =
      new CopyOnWriteArrayList<>(List.of(ENGLISH_KEY, CHINESE_KEY, OPERATOR_KEY));
  private final ScriptedUsage usage = new ScriptedUsage();
  private final ScriptedSettings settings = new ScriptedSettings();

  ScriptedPlatform() {
    var router = Router.router(vertx);
    router.route("/v1/*").handler(BodyHandler.create(false)).handler(this::authenticate);
    router.get("/v1/me").handler(this::me);
    router.get("/v1/usage").handler(this::usage);
    router.get("/v1/scenarios/:scenario/settings").handler(call -> settings.tell(call));
    router.put("/v1/scenarios/:scenario/settings").handler(call -> settings.change(call));
    router.get("/v1/operator/plugins").handler(ScriptedPlatform::plugins);
    router.post("/v1/scenarios/:scenario/conversations/:id/messages").handler(this::take);
    var files = ConsoleFiles.FOLDER.toString();
    router
        .route()
        .handler(StaticHandler.create(FileSystemAccess.ROOT, files).setCachingEnabled(false));
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  String address() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  ScriptedSettings settings() {
    return settings;
  }

  ScriptedUsage usage() {
    return usage;
  }

  /** The next question the console asks; it waits for the answer that the test gives. */
  ScriptedAnswer nextQuestion() {
    try {
      var question = questions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (question == null) {
        throw new AssertionError("the console asked nothing");
      }
      return question;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  boolean nothingAsked() {
    return questions.isEmpty();
  }

  void revoke(String key) {
    keys.remove(key);
  }

  void allow(String key) {
    keys.add(key);
  }

  static void problem(HttpServerResponse response, int status, String detail) {
    var body = problem(status, detail);
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(body.encode());
  }

  static JsonObject problem(int status, String detail) {
    var body =
        new JsonObject()
            .put("type", "urn:atrium:problem:test")
            .put("title", "Problem")
            .put("status", status)
            .put("detail", detail)
            .put("code", "test")
            .put("requestId", "request-1");
    return Contract.conforming("Problem", body);
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private void authenticate(RoutingContext call) {
    var given = call.request().getHeader("Authorization");
    if (given != null && keys.contains(given.replaceFirst("^Bearer ", ""))) {
      call.next();
    } else {
      problem(call.response(), 401, "The API key is unknown.");
    }
  }

  private void me(RoutingContext call) {
    var chinese = language(call).equals("zh");
    var profile =
        new JsonObject()
            .put("models", new JsonArray().add("default"))
            .put("id", chinese ? "yunlan-shop" : "harbor-bank")
            .put("name", chinese ? "云岚商城" : "Harbor Bank")
            .put("language", language(call));
    var scenario =
        new JsonObject()
            .put("id", "customer-service")
            .put("name", chinese ? "客户服务" : "Customer service")
            .put(
                "greeting",
                chinese
                    ? "您好，欢迎来到云岚商城，请问有什么可以帮您？"
                    : "Welcome to Harbor Bank. How can I help you today?");
    profile.put("scenarios", new JsonArray().add(scenario));
    call.json(Contract.conforming("Profile", profile));
  }

  private void usage(RoutingContext call) {
    call.json(Contract.conforming("Usage", usage.report(language(call))));
  }

  private static void plugins(RoutingContext call) {
    var state =
        new JsonObject()
            .put("id", "customer-service")
            .put("version", "1.1.0")
            .put("state", "QUARANTINED")
            .put("reason", "a turn was given up and uses 98 % of a processor")
            .put("running", 2)
            .put("previous", new JsonArray().add("1.0.0"))
            .put("tenants", new JsonObject())
            .put("permissions", new JsonArray().add("http:api.example.com"))
            .put("provider", "Atrium")
            .put("description", "Answers customers");
    var held =
        new JsonObject()
            .put("id", "customer-service")
            .put("version", "0.9.0")
            .put("state", "HELD")
            .put("running", 0)
            .put("heldBy", new JsonArray().add("the thread forgotten"));
    var list =
        new JsonObject()
            .put("plugins", new JsonArray().add(state))
            .put("retired", new JsonArray().add(held));
    call.json(Contract.conforming("PluginList", list));
  }

  private void take(RoutingContext call) {
    questions.add(
        new ScriptedAnswer(call.response(), call.request().path(), call.body().asJsonObject()));
  }

  private static String language(RoutingContext call) {
    return call.request().getHeader("Authorization").endsWith(CHINESE_KEY) ? "zh" : "en";
  }
}
