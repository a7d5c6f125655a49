package dev.atrium.platform.gateway.account;

import dev.atrium.platform.calls.ProfileQuestion;
import dev.atrium.platform.calls.TenantProfile;
import dev.atrium.platform.calls.TenantProfile.ModelProfile;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Exchange;
import io.vertx.core.Future;
import java.util.List;

/** {@code GET /v1/me} and {@code GET /v1/scenarios}. */
public final class ProfileEndpoints {
  private final CallDesk desk;

  public ProfileEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  record Profile(
      String id, String name, String language, List<Scenario> scenarios, List<String> models) {
    static Profile of(TenantProfile tenant) {
      return new Profile(
          tenant.id().value(),
          tenant.name(),
          tenant.language(),
          Scenario.of(tenant),
          tenant.models().stream().map(ModelProfile::id).toList());
    }
  }

  record ScenarioList(List<Scenario> scenarios) {}

  record Scenario(String id, String name, String greeting) {
    static List<Scenario> of(TenantProfile tenant) {
      return tenant.scenarios().stream()
          .map(found -> new Scenario(found.id(), found.name(), found.greeting()))
          .toList();
    }
  }

  public Future<Void> me(Exchange exchange) {
    return profile(exchange).compose(tenant -> exchange.answer(Profile.of(tenant)));
  }

  public Future<Void> scenarios(Exchange exchange) {
    return profile(exchange)
        .compose(tenant -> exchange.answer(new ScenarioList(Scenario.of(tenant))));
  }

  private Future<TenantProfile> profile(Exchange exchange) {
    return desk.ask(exchange, new ProfileQuestion(), TenantProfile.class);
  }
}
