package dev.atrium.plugins.recommendation;

import dev.atrium.spi.catalogue.Catalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tenants' shops, learnt anew when their catalogue changed. From few events at once; from many
 * beside the turns, which go on with what was learnt before.
 */
final class Shops {
  private static final int MOST = 64;
  private static final int FEW_EVENTS = 20_000;

  private final Map<String, Kept> shops =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST;
        }
      };

  private record Kept(long version, Shop shop) {}

  Shop of(String tenant, Catalogue catalogue) throws InterruptedException {
    var version = catalogue.version();
    var kept = find(tenant);
    if (kept != null && kept.version() == version) {
      return kept.shop();
    }
    var items = catalogue.items();
    var events = catalogue.events();
    if (events.size() <= FEW_EVENTS) {
      return keep(tenant, new Kept(version, Shop.of(items, events, true)));
    }
    var interim = kept == null ? Shop.of(items, events, false) : kept.shop();
    keep(tenant, new Kept(version, interim));
    Thread.ofPlatform()
        .daemon()
        .name("learn-" + tenant)
        .start(() -> keep(tenant, new Kept(version, Shop.of(items, events, true))));
    return interim;
  }

  private synchronized @Nullable Kept find(String tenant) {
    return shops.get(tenant);
  }

  private synchronized Shop keep(String tenant, Kept kept) {
    shops.put(tenant, kept);
    return kept.shop();
  }
}
