package dev.atrium.platform.identity;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/** The algorithms of RFC 7518 and RFC 8037 that are accepted. There is no {@code none}. */
enum SigningAlgorithm {
  HS256(Family.HMAC, 256),
  HS384(Family.HMAC, 384),
  HS512(Family.HMAC, 512),
  RS256(Family.RSA, 256),
  RS384(Family.RSA, 384),
  RS512(Family.RSA, 512),
  PS256(Family.PSS, 256),
  PS384(Family.PSS, 384),
  PS512(Family.PSS, 512),
  ES256(Family.ECDSA, 256),
  ES384(Family.ECDSA, 384),
  ES512(Family.ECDSA, 512),
  EDDSA(Family.EDWARDS, 512);

  /** What kind of key an algorithm takes. */
  enum Family {
    HMAC,
    RSA,
    PSS,
    ECDSA,
    EDWARDS
  }

  private final Family family;
  private final int bits;

  SigningAlgorithm(Family family, int bits) {
    this.family = family;
    this.bits = bits;
  }

  /** By its registered name, in that spelling alone. */
  static Optional<SigningAlgorithm> named(String name) {
    return Arrays.stream(values()).filter(each -> each.registered().equals(name)).findFirst();
  }

  String registered() {
    return this == EDDSA ? "EdDSA" : name();
  }

  Family family() {
    return family;
  }

  /** Of the hash. */
  int bits() {
    return bits;
  }

  /** Whether a signature over this input is right. */
  boolean verify(Key key, byte[] input, byte[] signature) throws GeneralSecurityException {
    if (family == Family.HMAC) {
      var mac = Mac.getInstance("HmacSHA" + bits);
      mac.init(key);
      return MessageDigest.isEqual(mac.doFinal(input), signature);
    }
    var check = Signature.getInstance(jcaName());
    if (family == Family.PSS) {
      check.setParameter(
          new PSSParameterSpec(
              "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
    }
    check.initVerify((PublicKey) key);
    check.update(input);
    return check.verify(signature);
  }

  private String jcaName() {
    return switch (family) {
      case RSA -> "SHA%dwithRSA".formatted(bits);
      case PSS -> "RSASSA-PSS";
      case ECDSA -> "SHA%dwithECDSAinP1363Format".formatted(bits);
      case EDWARDS -> "EdDSA";
      case HMAC -> throw new IllegalStateException("a MAC is no signature");
    };
  }
}
