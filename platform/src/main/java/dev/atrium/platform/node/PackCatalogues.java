package dev.atrium.platform.node;

import dev.atrium.platform.catalogue.CatalogueActor;
import dev.atrium.platform.catalogue.CatalogueStore;
import dev.atrium.platform.catalogue.ImportReport;
import dev.atrium.platform.catalogue.ImportRows;
import dev.atrium.platform.catalogue.RowReader;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings in the catalogues that packs hold: {@code catalogue/items.csv} and {@code events.csv}. */
record PackCatalogues(CatalogueStore store, Path packs) {
  private static final Logger LOG = LoggerFactory.getLogger(PackCatalogues.class);

  /** Blocks while it reads the files. */
  Future<Void> bring(TenantId tenant) {
    return bring(tenant, "items.csv", ImportRows.Kind.ITEMS)
        .compose(items -> bring(tenant, "events.csv", ImportRows.Kind.EVENTS));
  }

  private Future<Void> bring(TenantId tenant, String name, ImportRows.Kind kind) {
    var file = packs.resolve(tenant.value()).resolve("catalogue").resolve(name);
    if (!Files.exists(file)) {
      return Future.succeededFuture();
    }
    try {
      var rows = RowReader.table(Files.readAllBytes(file));
      return CatalogueActor.take(store, new ImportRows(tenant, kind, rows))
          .onSuccess(report -> tell(file, report))
          .mapEmpty();
    } catch (IOException failure) {
      return Future.failedFuture(
          AtriumException.outside(
              "catalogue_unreadable", "The file " + file + " cannot be read.", failure));
    }
  }

  private static void tell(Path file, ImportReport report) {
    report
        .problems()
        .forEach(
            problem ->
                LOG.warn("{}, row {} is left out: {}", file, problem.row(), problem.reason()));
  }
}
