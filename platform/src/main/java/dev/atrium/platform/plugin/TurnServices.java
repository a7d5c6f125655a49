package dev.atrium.platform.plugin;

import dev.atrium.platform.plugin.outside.Outside;

/**
 * What the turns of a host work with.
 *
 * @param outside secrets and the way out by HTTP
 */
public record TurnServices(
    ModelGateway models, KnowledgeSearch knowledge, CatalogueSource catalogue, Outside outside) {
  /** Without items and secrets; requests go only where a plugin is granted to. */
  public TurnServices(ModelGateway models, KnowledgeSearch knowledge) {
    this(models, knowledge, (tenant, user) -> new EmptyCatalogue(user), Outside.withoutSecrets());
  }
}
