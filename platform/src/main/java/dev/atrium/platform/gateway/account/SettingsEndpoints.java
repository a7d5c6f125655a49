package dev.atrium.platform.gateway.account;

import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.operations.SettingsMessages.ChangeSettings;
import dev.atrium.platform.operations.SettingsMessages.ScenarioSettings;
import dev.atrium.platform.operations.SettingsMessages.SettingsQuestion;
import io.vertx.core.Future;
import java.util.HashMap;

/** {@code /v1/scenarios/{scenario}/settings}: what the tenant's administrator may set. */
public final class SettingsEndpoints {
  private final CallDesk desk;

  public SettingsEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  public Future<Void> get(Exchange exchange) {
    var tenant = exchange.principal().tenant().value();
    return tell(exchange, new SettingsQuestion(tenant, exchange.pathParameter("scenario")));
  }

  public Future<Void> put(Exchange exchange) {
    var values = new HashMap<String, String>();
    exchange
        .json()
        .get("settings")
        .properties()
        .forEach(setting -> values.put(setting.getKey(), setting.getValue().asText()));
    var principal = exchange.principal();
    return tell(
        exchange,
        new ChangeSettings(
            principal.tenant().value(),
            principal.keyId(),
            exchange.pathParameter("scenario"),
            values));
  }

  private Future<Void> tell(Exchange exchange, Record message) {
    return desk.mesh()
        .ask(Addresses.SETTINGS, message, ScenarioSettings.class)
        .compose(exchange::answer);
  }
}
