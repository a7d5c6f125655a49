package dev.atrium.platform.admission;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ModelCatalogue;
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
 * @param aliases its own names of models, each with a model's name, or {@code model:adapter}
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
    Map<String, String> aliases,
    int concurrentCalls,
    int queuedCalls,
    int contextTokens,
    PriceList prices,
    Billing billing,
    List<Allowance> allowances,
    List<Scenario> scenarios,
    TenantContent content) {

  public TenantTerms {
    scenarios = List.copyOf(scenarios);
    allowances = List.copyOf(allowances);
    aliases = Map.copyOf(aliases);
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

  /** What a request's model stands for: a name of the catalogue, an adapter behind a colon. */
  String modelOf(String requested) {
    var base = ModelCatalogue.baseOf(requested);
    var named = aliases.getOrDefault(base, base.equals(ModelCatalogue.DEFAULT) ? model : base);
    return ModelCatalogue.adapterOf(requested)
        .map(adapter -> ModelCatalogue.baseOf(named) + ":" + adapter)
        .orElse(named);
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
