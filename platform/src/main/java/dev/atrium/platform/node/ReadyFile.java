package dev.atrium.platform.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file that tells scripts that a node is ready. Readable by its owner only: it holds keys. */
final class ReadyFile {
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Content(
      String url, long pid, @Nullable String operatorKey, List<TenantContent> tenants) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record TenantContent(String id, @Nullable String apiKey) {}

  private ReadyFile() {}

  /** Writes the file in one step, so that a reader sees all of it or nothing. */
  static void write(Path file, NodeReport report) {
    try {
      var folder = Files.createDirectories(file.toAbsolutePath().getParent());
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var draft = Files.createTempFile(folder, ".ready", ".json", ownerOnly);
      Files.writeString(draft, new ObjectMapper().writeValueAsString(content(report)) + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw AtriumException.outside(
          "ready_file_unwritable", "Cannot write the ready file " + file + ".", unwritable);
    }
  }

  private static Content content(NodeReport report) {
    return new Content(
        report.url(),
        report.pid(),
        report.operatorKey().orElse(null),
        report.tenants().stream()
            .map(tenant -> new TenantContent(tenant.id(), tenant.apiKey().orElse(null)))
            .toList());
  }
}
