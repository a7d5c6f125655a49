package dev.atrium.platform.tenancy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a tenant is: the content of its {@code tenant.yaml}.
 *
 * @param language of its end users, two letters
 * @param model a model's id or alias
 * @param allowances limits and budgets; each holds by itself
 * @param aliases the tenant's own names of models, each with a model's name, or {@code
 *     model:adapter}
 * @param laterPrices what takes the place of {@code price}, earliest first
 */
public record TenantDefinition(
    TenantId id,
    String name,
    String language,
    String model,
    Limits limits,
    Price price,
    List<Scenario> scenarios,
    List<Allowance> allowances,
    Billing billing,
    Map<String, String> aliases,
    List<DatedPrice> laterPrices) {
  public TenantDefinition {
    scenarios = List.copyOf(scenarios);
    // definitions that were stored before there were allowances
    allowances = allowances == null ? List.of() : List.copyOf(allowances);
    billing = billing == null ? Billing.GENERATED : billing;
    // definitions that were stored before there were aliases and later prices
    aliases = aliases == null ? Map.of() : Map.copyOf(aliases);
    laterPrices = laterPrices == null ? List.of() : List.copyOf(laterPrices);
  }

  /** Which tokens of an answer that its client did not take to the end are billed. */
  public enum Billing {
    GENERATED,
    DELIVERED
  }

  public Optional<Scenario> scenario(String scenarioId) {
    return scenarios.stream().filter(scenario -> scenario.id().equals(scenarioId)).findFirst();
  }

  /** The same tenant whose scenario has other settings. */
  public TenantDefinition withSettings(String scenarioId, Map<String, String> settings) {
    var changed =
        scenarios.stream()
            .map(
                scenario ->
                    scenario.id().equals(scenarioId)
                        ? new Scenario(scenario.id(), scenario.name(), scenario.plugin(), settings)
                        : scenario)
            .toList();
    return new TenantDefinition(
        id,
        name,
        language,
        model,
        limits,
        price,
        changed,
        allowances,
        billing,
        aliases,
        laterPrices);
  }

  /**
   * How much a tenant may do at once on one node.
   *
   * @param queuedCalls calls that may wait beyond the concurrent ones
   */
  public record Limits(int concurrentCalls, int queuedCalls) {}

  /**
   * What a million tokens cost the tenant.
   *
   * @param currency three letters, ISO 4217
   */
  public record Price(
      String currency,
      BigDecimal promptPerMillion,
      BigDecimal cachedPerMillion,
      BigDecimal generatedPerMillion) {}

  /** A price list and the moment from which it holds; the next one ends it. */
  public record DatedPrice(Instant from, Price price) {}

  /**
   * A scenario that the tenant offers.
   *
   * @param name what people read
   * @param plugin the id of the plugin that runs it
   * @param settings the plugin's settings, as text whatever they mean
   */
  public record Scenario(String id, String name, String plugin, Map<String, String> settings) {
    public Scenario {
      // definitions that were stored before scenarios had names
      name = name == null ? id : name;
      settings = Map.copyOf(settings);
    }
  }
}
