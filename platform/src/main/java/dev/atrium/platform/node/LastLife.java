package dev.atrium.platform.node;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.CallJournal;
import dev.atrium.platform.metering.MeteringMessages.Flush;
import dev.atrium.platform.metering.MeteringMessages.Flushed;
import dev.atrium.platform.metering.MeteringMessages.Recorded;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node's last process left in the data directory: its name and its calls in flight. */
final class LastLife {
  private static final Logger LOG = LoggerFactory.getLogger(LastLife.class);

  private LastLife() {}

  /** The name of the node of a data directory; it keeps it from start to start. */
  static String name(Path directory) {
    var file = directory.resolve("node.id");
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return Files.readString(file).strip();
    } catch (IOException failure) {
      throw AtriumException.outside(
          "data_directory_unusable", "Cannot read or write " + file + ".", failure);
    }
  }

  /**
   * Brings the calls that were cut off into the ledger, after what the last process had written
   * down of them itself: rows that are there stay as they are.
   */
  static Future<Void> settle(Mesh mesh, CallJournal journal) {
    var left = journal.left();
    if (left.isEmpty()) {
      return Future.<Void>succeededFuture().onSuccess(done -> journal.clear());
    }
    LOG.warn("The last process ended in the midst of {} calls; they go to the ledger", left.size());
    return mesh.ask(Addresses.METERING, new Flush(), Flushed.class)
        .compose(
            flushed ->
                Future.all(
                    left.stream()
                        .map(entry -> mesh.ask(Addresses.METERING, entry, Recorded.class))
                        .toList()))
        .onSuccess(recorded -> journal.clear())
        .mapEmpty();
  }
}
