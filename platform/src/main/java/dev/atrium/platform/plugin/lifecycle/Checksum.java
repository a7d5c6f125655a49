package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.plugin.loading.PluginRefused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Compares a file with what its sender says it is. */
final class Checksum {
  private Checksum() {}

  static void check(Path file, String sha256) throws PluginRefused {
    if (!of(file).equals(sha256.toLowerCase(Locale.ROOT))) {
      throw new PluginRefused("The file does not have the SHA-256 checksum that was given for it.");
    }
  }

  private static String of(Path file) throws PluginRefused {
    try (var stream =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      stream.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(stream.getMessageDigest().digest());
    } catch (IOException unreadable) {
      throw new PluginRefused("The uploaded file cannot be read.");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
