package dev.atrium.platform.admission;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.metering.LedgerEntry.Price;
import dev.atrium.platform.plugin.TenantContent;
import dev.atrium.platform.tenancy.Allowance;
import dev.atrium.platform.tenancy.TenantDefinition.Billing;
import dev.atrium.platform.tenancy.TenantId;
import java.util.List;
import java.util.Map;

/**
 * What a tenant has and on what terms: its definition with models and plugins found.
 *
 * @param suspended whether new calls are refused
 * @param language of its end users, {@code en} or {@code zh}
 * @param model the model that its {@code default} stands for, a name of the catalogue
 * @param concurrentCalls calls that run at a time
 * @param queuedCalls calls that may wait
 * @param contextTokens the most tokens that one generation can take, prompt and answer together
 */
public record TenantTerms(
    TenantId id,
    boolean suspended,
    String name,
    String language,
    String model,
    int concurrentCalls,
    int queuedCalls,
    int contextTokens,
    Price price,
    Billing billing,
    List<Allowance> allowances,
    List<Scenario> scenarios,
    TenantContent content) {

  public TenantTerms {
    scenarios = List.copyOf(scenarios);
    allowances = List.copyOf(allowances);
  }

  /**
   * A scenario of the tenant.
   *
   * @param name what people read
   * @param plugin the id of the plugin that runs it
   */
  public record Scenario(
      String id, String name, String plugin, String greeting, Map<String, String> settings) {
    public Scenario {
      settings = Map.copyOf(settings);
    }
  }

  /**
   * @throws AtriumException {@code scenario_not_found}
   */
  Scenario scenario(String scenarioId) {
    return scenarios.stream()
        .filter(scenario -> scenario.id().equals(scenarioId))
        .findFirst()
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "scenario_not_found",
                    "There is no scenario '%s' here. GET /v1/scenarios lists them."
                        .formatted(scenarioId)));
  }
}
