package dev.atrium.platform.plugin.install;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.loading.PluginRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The public keys whose owners may sign plugins, one {@code *.pem} file each. While the list is
 * empty unsigned plugins are taken; once it holds a key, every upload must be signed by one of
 * them.
 */
public record TrustList(List<PublicKey> keys) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
  private static final List<String> ALGORITHMS = List.of("Ed25519", "EC", "RSA");

  public TrustList {
    keys = List.copyOf(keys);
  }

  /** Reads the keys of a folder; a missing folder is an empty list. */
  public static TrustList read(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new TrustList(List.of());
    }
    try (var files = Files.list(folder)) {
      var keys = new ArrayList<PublicKey>();
      for (var file : files.filter(it -> it.toString().endsWith(".pem")).sorted().toList()) {
        keys.add(key(file));
      }
      return new TrustList(keys);
    } catch (IOException unreadable) {
      throw AtriumException.outside(
          "trust_list_unreadable", "The trust list " + folder + " cannot be read.", unreadable);
    }
  }

  private static PublicKey key(Path file) throws IOException {
    var text = PEM.matcher(Files.readString(file));
    if (text.find()) {
      var encoded = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1).strip()));
      for (var algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePublic(encoded);
        } catch (GeneralSecurityException another) {
          // a key of another kind
        }
      }
    }
    throw AtriumException.caller(
        "trust_list_invalid", file + " holds no Ed25519, EC or RSA public key in PEM form.");
  }

  /**
   * @param signature over the file's bytes, in Base64
   * @throws PluginRefused unless one of the keys signed the file or the list is empty
   */
  public void check(Path file, Optional<String> signature) throws PluginRefused {
    if (keys.isEmpty()) {
      return;
    }
    if (signature.isEmpty()) {
      throw new PluginRefused(
          "The plugin is not signed, and this installation takes only signed ones.");
    }
    for (var key : keys) {
      if (signedBy(key, file, signature.get())) {
        return;
      }
    }
    throw new PluginRefused("The plugin's signature is of none of the trusted keys.");
  }

  private static boolean signedBy(PublicKey key, Path file, String signature) {
    try {
      var check = Signature.getInstance(algorithm(key));
      check.initVerify(key);
      check.update(Files.readAllBytes(file));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException | IOException wrong) {
      return false;
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "Ed25519";
    };
  }
}
