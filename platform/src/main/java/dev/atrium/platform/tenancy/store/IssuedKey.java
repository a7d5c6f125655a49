package dev.atrium.platform.tenancy.store;

import dev.atrium.platform.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key at the one moment when its secret is known.
 *
 * @param tenant whom it speaks for; empty = the operator
 * @param keyId names it in the ledger and in logs
 * @param secret what its holder sends: {@code atr_<tenant or operator>_<33 letters and digits>}
 */
public record IssuedKey(Optional<TenantId> tenant, String keyId, String secret) {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern FORM =
      Pattern.compile("atr_[a-z0-9][a-z0-9-]{1,39}_[0-9A-Za-z]{33}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** 62 to the 33rd is more than 2 to the 196th. */
  private static final int SECRET_LENGTH = 33;

  private static final int ID_LENGTH = 12;

  static IssuedKey random(Optional<TenantId> tenant) {
    var owner = tenant.map(TenantId::value).orElse("operator");
    return new IssuedKey(
        tenant, "key_" + random(ID_LENGTH), "atr_" + owner + "_" + random(SECRET_LENGTH));
  }

  /** Tells without the database what cannot be a key. */
  static boolean hasForm(String bearer) {
    return FORM.matcher(bearer).matches();
  }

  static byte[] hash(String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return keyId;
  }

  private static String random(int length) {
    return RANDOM
        .ints(length, 0, ALPHABET.length())
        .mapToObj(ALPHABET::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }
}
