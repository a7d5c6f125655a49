package dev.atrium.platform.plugin;

import dev.atrium.platform.plugin.outside.Outside;

/**
 * What the turns of a host work with.
 *
 * @param outside secrets and the way out by HTTP
 */
public record TurnServices(ModelGateway models, KnowledgeSearch knowledge, Outside outside) {
  /** Without secrets; requests go only where a plugin is granted to. */
  public TurnServices(ModelGateway models, KnowledgeSearch knowledge) {
    this(models, knowledge, Outside.withoutSecrets());
  }
}
