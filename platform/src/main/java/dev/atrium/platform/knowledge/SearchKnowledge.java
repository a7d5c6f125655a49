package dev.atrium.platform.knowledge;

import dev.atrium.platform.tenancy.TenantId;

/**
 * Asks for the passages that fit a question. Answered with {@link KnowledgeFound}.
 *
 * @param limit 1 to 50
 */
public record SearchKnowledge(TenantId tenant, String question, int limit) {}
