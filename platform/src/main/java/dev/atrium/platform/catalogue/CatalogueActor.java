package dev.atrium.platform.catalogue;

import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;

/** Takes rows for the node's {@link CatalogueStore} on the mesh. */
public final class CatalogueActor extends Actor {
  private final CatalogueStore store;

  public CatalogueActor(CatalogueStore store) {
    super(Addresses.CATALOGUE);
    this.store = store;
    on(ImportRows.class, this::take);
  }

  private Future<ImportReport> take(ImportRows message) {
    return take(store, message);
  }

  /** Keeps the good rows of an import and tells what is wrong with the others. */
  public static Future<ImportReport> take(CatalogueStore store, ImportRows message) {
    return switch (message.kind()) {
      case ITEMS -> {
        var read = RowReader.items(message.rows());
        yield kept(
            read, read.good().isEmpty() ? done() : store.putItems(message.tenant(), read.good()));
      }
      case EVENTS -> {
        var read = RowReader.events(message.rows());
        yield kept(
            read, read.good().isEmpty() ? done() : store.addEvents(message.tenant(), read.good()));
      }
    };
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  private static Future<ImportReport> kept(RowReader.Read<?> read, Future<Void> written) {
    return written.map(ignored -> read.report());
  }
}
