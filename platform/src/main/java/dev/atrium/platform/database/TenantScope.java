package dev.atrium.platform.database;

import dev.atrium.platform.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Signs the tenant that a transaction is bound to. The database checks the signature in {@code
 * scoped_tenant()}, so that a statement smuggled into a tenant's transaction can set the scope's
 * name, but not to another tenant.
 */
final class TenantScope {
  private final byte[] secret;

  TenantScope(byte[] secret) {
    this.secret = secret.clone();
  }

  /** {@code tenant:hex(sha256(secret, sha256(secret, tenant)))}. */
  String sign(TenantId tenant) {
    var inner = digest(tenant.value().getBytes(StandardCharsets.UTF_8));
    return tenant.value() + ":" + HexFormat.of().formatHex(digest(inner));
  }

  private byte[] digest(byte[] message) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      return digest.digest(message);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
