package dev.atrium.platform.plugin.outside;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.platform.plugin.loading.Permission;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads the secrets that a plugin may read, for one tenant. */
record TurnSecrets(Optional<Path> folder, TenantId tenant, Set<Permission> granted)
    implements Secrets {
  @Override
  public Optional<String> secret(String name) {
    if (!granted.contains(new Permission(Permission.Kind.SECRET, name))) {
      throw new PlatformRefusal(
          AtriumException.outside(
              "secret_not_granted", "The plugin does not declare the secret " + name + "."));
    }
    return folder.flatMap(
        root ->
            read(root.resolve(tenant.value()).resolve(name)).or(() -> read(root.resolve(name))));
  }

  /** The names of granted secrets hold no separators, so that none leads out of the folder. */
  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException unreadable) {
      throw new PlatformRefusal(
          AtriumException.outside(
              "secret_unreadable", "The secret " + file.getFileName() + " cannot be read."));
    }
  }
}
