package dev.atrium.platform.knowledge;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Passage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The knowledge of all tenants of a node: one index folder each, never searched together. A
 * tenant's documents are kept elsewhere; {@link #open} and {@link #replaceAll} make the index agree
 * with them.
 */
public final class KnowledgeStore implements AutoCloseable {
  private final Path folder;
  private final Map<TenantId, KnowledgeIndex> indexes = new ConcurrentHashMap<>();

  /**
   * @param folder holds one folder per tenant; made when needed
   */
  public KnowledgeStore(Path folder) {
    this.folder = folder;
  }

  /** Opens a tenant's knowledge, anew if its profile changed; does nothing if it didn't. */
  public void open(TenantId tenant, KnowledgeProfile profile) {
    indexes.compute(
        tenant,
        (id, index) -> {
          if (index != null && index.profile().equals(profile)) {
            return index;
          }
          if (index != null) {
            index.close();
          }
          return KnowledgeIndex.open(folder.resolve(id.value()), profile);
        });
  }

  /** Makes these the tenant's documents: new and changed ones are indexed, others deleted. */
  public void replaceAll(TenantId tenant, List<KnowledgeDocument> documents) {
    index(tenant).replaceAll(documents);
  }

  /** Puts one document in the place of the one with its path. */
  public void replace(TenantId tenant, KnowledgeDocument document) {
    index(tenant).replace(document);
  }

  /** Deletes a document, gone for the next search; false if there was none. */
  public boolean delete(TenantId tenant, String path) {
    return index(tenant).delete(path);
  }

  /** The paths of the tenant's documents. */
  public SortedSet<String> documents(TenantId tenant) {
    return index(tenant).documents();
  }

  /**
   * The passages that fit a question best, best first.
   *
   * @param limit 1 to 50
   */
  public List<Passage> search(TenantId tenant, String question, int limit) {
    if (limit < 1 || limit > 50) {
      throw AtriumException.caller("invalid_limit", "A search returns 1 to 50 passages.");
    }
    return index(tenant).search(question, limit);
  }

  private KnowledgeIndex index(TenantId tenant) {
    var index = indexes.get(tenant);
    if (index == null) {
      throw AtriumException.caller(
          "knowledge_not_found", "There is no knowledge of the tenant " + tenant + ".");
    }
    return index;
  }

  @Override
  public void close() {
    indexes.values().forEach(KnowledgeIndex::close);
    indexes.clear();
  }
}
