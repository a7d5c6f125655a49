package dev.atrium.platform.node;

import dev.atrium.platform.catalogue.CatalogueStore;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.CatalogueSource;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.ScenarioException;
import dev.atrium.spi.catalogue.Catalogue;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The stored catalogues as turns see them. */
record StoredCatalogues(CatalogueStore store) implements CatalogueSource {
  @Override
  public Catalogue open(TenantId tenant, Optional<String> endUser) {
    return new Opened(store, tenant, endUser);
  }

  private record Opened(CatalogueStore store, TenantId tenant, Optional<String> user)
      implements Catalogue {
    @Override
    public long version() throws InterruptedException {
      return await(store.version(tenant));
    }

    @Override
    public List<Item> items() throws InterruptedException {
      return await(store.items(tenant));
    }

    @Override
    public List<Event> events() throws InterruptedException {
      return await(store.events(tenant));
    }

    @Override
    public void shown(List<String> items) throws InterruptedException {
      if (user.isPresent() && !items.isEmpty()) {
        var now = Instant.now();
        var events =
            items.stream().map(item -> new Event(user.get(), item, Event.Kind.SHOWN, now)).toList();
        await(store.addShown(tenant, events));
      }
    }

    private static <T> T await(Future<T> future) throws InterruptedException {
      try {
        return future.toCompletionStage().toCompletableFuture().get();
      } catch (ExecutionException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        throw new ScenarioException(AtriumException.from(cause).getMessage());
      }
    }
  }
}
