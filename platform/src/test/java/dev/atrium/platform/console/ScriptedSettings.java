package dev.atrium.platform.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The settings of one assistant; a threshold above 1 is refused. */
final class ScriptedSettings {
  private final Map<String, String> values = new ConcurrentHashMap<>(Map.of("greeting", "Hello"));

  Map<String, String> values() {
    return Map.copyOf(values);
  }

  void tell(RoutingContext call) {
    var settings =
        new JsonArray()
            .add(setting("greeting", "text", "", "What the console says first"))
            .add(setting("answerThreshold", "number", "0.44", "How much a passage must cover"))
            .add(setting("useModel", "flag", "true", "Whether the model phrases answers"))
            .add(
                setting("planner", "text", "rules", "Who makes the query")
                    .put("choices", new JsonArray().add("rules").add("model")));
    var answer =
        new JsonObject()
            .put("scenario", call.pathParam("scenario"))
            .put("plugin", "customer-service")
            .put("settings", settings);
    call.json(Contract.conforming("ScenarioSettings", answer));
  }

  void change(RoutingContext call) {
    var asked = Contract.conforming("SettingsRequest", call.body().asJsonObject());
    var settings = asked.getJsonObject("settings");
    if (Double.parseDouble(settings.getString("answerThreshold", "0")) > 1) {
      ScriptedPlatform.problem(call.response(), 400, "The setting answerThreshold is too high.");
      return;
    }
    values.clear();
    settings.forEach(entry -> values.put(entry.getKey(), String.valueOf(entry.getValue())));
    tell(call);
  }

  private JsonObject setting(String name, String kind, String fallback, String description) {
    return new JsonObject()
        .put("name", name)
        .put("kind", kind)
        .put("fallback", fallback)
        .put("description", description)
        .put("choices", new JsonArray())
        .put("value", Optional.ofNullable(values.get(name)).orElse(null));
  }
}
