package dev.atrium.platform.knowledge;

/** How many documents a tenant's knowledge has. */
public record KnowledgeLoaded(int documents) {}
