package dev.atrium.platform.plugin;

/** What the turns of a host work with. */
public record TurnServices(ModelGateway models, KnowledgeSearch knowledge) {}
