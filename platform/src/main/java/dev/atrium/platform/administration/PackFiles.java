package dev.atrium.platform.administration;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.files.FolderTree;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.TenantPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tenant packs as files by name, as they travel. Blocks. */
public final class PackFiles {
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]*(/[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]*)?");

  private PackFiles() {}

  /**
   * The parts of a pack's folder that make the tenant; {@code golden} and {@code data} stay behind.
   */
  public static Map<String, String> of(Path folder) {
    var files = new TreeMap<String, String>();
    PackReader.read(folder);
    try (var all = Files.walk(folder, 2)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        if (name.matches("[a-z]+\\.yaml|(prompts|knowledge)/[^.].*\\.md")) {
          files.put(name, Files.readString(file));
        }
      }
      return files;
    } catch (IOException failure) {
      throw AtriumException.caller("invalid_tenant_pack", folder + " cannot be read.");
    }
  }

  /**
   * Reads a pack as strictly as from a folder.
   *
   * @throws AtriumException {@code invalid_tenant_pack} with all problems, one per line
   */
  static TenantPack read(TenantId tenant, Map<String, String> files) {
    try {
      var parent = Files.createTempDirectory("atrium-pack-");
      try {
        return read(parent, tenant, files);
      } finally {
        FolderTree.delete(parent);
      }
    } catch (IOException failure) {
      throw AtriumException.outside("pack_unwritable", "A pack cannot be laid out.", failure);
    }
  }

  private static TenantPack read(Path parent, TenantId tenant, Map<String, String> files)
      throws IOException {
    var folder = Files.createDirectories(parent.resolve(tenant.value()));
    for (var file : files.entrySet()) {
      if (!NAME.matcher(file.getKey()).matches()) {
        throw AtriumException.caller(
            "invalid_tenant_pack", "A file's name is no name of a part of a pack.");
      }
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
    try {
      return PackReader.read(folder);
    } catch (AtriumException wrong) {
      throw AtriumException.caller(wrong.code(), wrong.getMessage().replace(folder + "/", ""));
    }
  }
}
