package dev.atrium.platform.node;

import dev.atrium.platform.node.NodeReport.TenantReport;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.TenantDefinition;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.IssuedKey;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Fills an empty database: imports the packs of a folder and issues the first keys. */
final class FirstStart {
  private final TenantStore tenants;
  private final ApiKeys keys;
  private final Path packs;
  private final PackCatalogues catalogues;
  private final PackTables tables;

  FirstStart(
      TenantStore tenants, ApiKeys keys, Path packs, PackCatalogues catalogues, PackTables tables) {
    this.tenants = tenants;
    this.keys = keys;
    this.packs = packs;
    this.catalogues = catalogues;
    this.tables = tables;
  }

  /**
   * The tenants there are, with the keys that were issued now.
   *
   * @param operatorKey empty unless it was issued now
   */
  record Result(Optional<String> operatorKey, List<TenantReport> tenants) {}

  /** Blocks while it reads packs. */
  Future<Result> run() {
    return tenants
        .list()
        .compose(found -> found.isEmpty() ? importPacks() : Future.succeededFuture(found))
        .compose(this::issueKeys);
  }

  private Future<List<TenantDefinition>> importPacks() {
    return tenants
        .importPacks(PackReader.readAll(packs))
        .compose(all -> tenants.list())
        .compose(
            all ->
                Future.all(all.stream().map(tenant -> contents(tenant.id())).toList())
                    .map(done -> all));
  }

  private Future<Void> contents(TenantId tenant) {
    return catalogues.bring(tenant).compose(brought -> tables.bring(tenant));
  }

  private Future<Result> issueKeys(List<TenantDefinition> definitions) {
    return keys.issueFirstKeys(definitions.stream().map(TenantDefinition::id).toList())
        .map(issued -> result(definitions, issued));
  }

  private static Result result(List<TenantDefinition> definitions, List<IssuedKey> issued) {
    return new Result(
        secret(issued, Optional.empty()),
        definitions.stream()
            .map(
                tenant ->
                    new TenantReport(
                        tenant.id().value(),
                        tenant.name(),
                        secret(issued, Optional.of(tenant.id()))))
            .toList());
  }

  private static Optional<String> secret(List<IssuedKey> issued, Optional<TenantId> owner) {
    return issued.stream()
        .filter(key -> key.tenant().equals(owner))
        .findFirst()
        .map(IssuedKey::secret);
  }
}
