package dev.atrium.platform.knowledge;

/**
 * A document of a tenant's knowledge.
 *
 * @param path its name within the tenant's knowledge, for example {@code fees.md}
 * @param text Markdown
 */
public record KnowledgeDocument(String path, String text) {}
