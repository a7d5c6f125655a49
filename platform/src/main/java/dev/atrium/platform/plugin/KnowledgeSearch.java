package dev.atrium.platform.plugin;

import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Passage;
import java.util.List;

/** The way from a plugin's turn to a tenant's knowledge. Blocks; called on the turn's thread. */
@FunctionalInterface
public interface KnowledgeSearch {
  List<Passage> search(TenantId tenant, String question, int limit);
}
