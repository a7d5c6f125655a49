package dev.atrium.platform.knowledge;

import dev.atrium.platform.tenancy.TenantId;
import java.util.List;

/**
 * Makes these the tenant's knowledge; unchanged documents cost nothing. Answered with {@link
 * KnowledgeLoaded}.
 */
public record LoadKnowledge(
    TenantId tenant, KnowledgeProfile profile, List<KnowledgeDocument> documents) {}
