package dev.atrium.platform.node;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.adapters.AdapterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the LoRA adapters that tenants have on disk: {@code <tenants>/<tenant>/adapters/<name>}
 * in their packs and {@code <data>/adapters/<tenant>/<name>}, which wins. One that is broken or
 * does not fit is told in the log and left out.
 */
final class TenantAdapters {
  private static final Logger LOG = LoggerFactory.getLogger(TenantAdapters.class);
  private static final String ADAPTERS = "adapters";

  private final LoadedModel model;

  TenantAdapters(LoadedModel model) {
    this.model = model;
  }

  void publish(Path tenants, Path dataDirectory) {
    AdapterStore.open(dataDirectory);
    for (var tenant : folders(tenants)) {
      publishAll(name(tenant), tenant.resolve(ADAPTERS));
    }
    for (var tenant : folders(dataDirectory.resolve(ADAPTERS))) {
      publishAll(name(tenant), tenant);
    }
  }

  private void publishAll(String tenant, Path adapters) {
    for (var folder : folders(adapters)) {
      try {
        var weights = model.adapter(folder);
        var version = model.replica().publishAdapter(tenant, name(folder), weights);
        LOG.info("Adapter {} of tenant {} is published.", version, tenant);
      } catch (AtriumException unfit) {
        LOG.warn("Adapter left out: {}", unfit.getMessage());
      }
    }
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var found = Files.list(parent)) {
      return found.filter(Files::isDirectory).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
