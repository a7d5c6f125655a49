package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.calls.ProfileQuestion;
import dev.atrium.platform.calls.TenantProfile;
import dev.atrium.platform.calls.TenantProfile.ModelProfile;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Exchange;
import io.vertx.core.Future;
import java.util.List;

/** {@code GET /v1/models} and {@code GET /v1/models/{model}}. */
public final class ModelEndpoints {
  private final CallDesk desk;

  public ModelEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  record ModelList(String object, List<Model> data) {}

  record Model(
      String id,
      String object,
      long created,
      @JsonProperty("owned_by") String ownedBy,
      String version) {}

  public Future<Void> list(Exchange exchange) {
    return models(exchange).compose(found -> exchange.answer(new ModelList("list", found)));
  }

  public Future<Void> get(Exchange exchange) {
    var id = exchange.pathParameter("model");
    return models(exchange)
        .map(found -> found.stream().filter(model -> model.id().equals(id)).findFirst())
        .compose(
            found -> found.map(exchange::answer).orElseGet(() -> Future.failedFuture(notFound())));
  }

  private Future<List<Model>> models(Exchange exchange) {
    return desk.ask(exchange, new ProfileQuestion(), TenantProfile.class)
        .map(profile -> profile.models().stream().map(ModelEndpoints::model).toList());
  }

  private static Model model(ModelProfile profile) {
    return new Model(
        profile.id(), "model", profile.created().getEpochSecond(), "atrium", profile.version());
  }

  private static AtriumException notFound() {
    return AtriumException.caller(
        "model_not_found", "There is no such model here. GET /v1/models lists them.");
  }
}
