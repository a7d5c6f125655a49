package dev.atrium.platform.node;

import dev.atrium.platform.data.layer.LayerYaml;
import dev.atrium.platform.data.tables.LoadReport;
import dev.atrium.platform.data.tables.OwnTables;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.data.DataSchema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings in the tables that packs hold: {@code data/*.csv}, and {@code data/layer.yaml}. */
record PackTables(Vertx vertx, OwnTables tables, Path packs) {
  private static final Logger LOG = LoggerFactory.getLogger(PackTables.class);
  private static final String CSV = ".csv";

  Future<Void> bring(TenantId tenant) {
    var folder = packs.resolve(tenant.value()).resolve("data");
    return vertx
        .executeBlocking(
            () -> {
              load(tenant, folder);
              return folder;
            })
        .mapEmpty();
  }

  private void load(TenantId tenant, Path folder) {
    var csv = new TreeMap<String, byte[]>();
    try {
      for (var file : files(folder)) {
        var name = String.valueOf(file.getFileName());
        csv.put(name.substring(0, name.length() - CSV.length()), Files.readAllBytes(file));
      }
    } catch (IOException failure) {
      throw AtriumException.outside(
          "data_unreadable", "The tables in " + folder + " cannot be read.", failure);
    }
    if (!csv.isEmpty()) {
      var layer = folder.resolve("layer.yaml");
      var written =
          Files.exists(layer) ? Optional.of(LayerYaml.read(layer)) : Optional.<DataSchema>empty();
      tables.load(tenant, csv, written).forEach(report -> tell(folder, report));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(CSV)).sorted().toList();
    }
  }

  private static void tell(Path folder, LoadReport report) {
    report
        .problems()
        .forEach(
            problem ->
                LOG.warn(
                    "{}/{}.csv, line {} is left out: {}",
                    folder,
                    report.table(),
                    problem.line(),
                    problem.reason()));
  }
}
