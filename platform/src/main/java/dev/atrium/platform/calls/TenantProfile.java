package dev.atrium.platform.calls;

import dev.atrium.platform.tenancy.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * What a tenant shows of itself to those who hold one of its keys.
 *
 * @param language of its end users, as a BCP 47 tag
 * @param models that it may name in a {@link ChatCompletion}, its default first
 */
public record TenantProfile(
    TenantId id,
    String name,
    String language,
    List<ScenarioProfile> scenarios,
    List<ModelProfile> models) {
  public TenantProfile {
    scenarios = List.copyOf(scenarios);
    models = List.copyOf(models);
  }

  /**
   * A scenario of the tenant.
   *
   * @param greeting what the scenario says first, or empty
   */
  public record ScenarioProfile(String id, String name, String greeting) {}

  /**
   * A model of the tenant.
   *
   * @param id a model's id or one of the tenant's aliases
   * @param version the model's id and version behind it
   * @param created when that version was made
   */
  public record ModelProfile(String id, String version, Instant created) {}
}
