package dev.atrium.platform.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.identity.SigningAlgorithm.Family;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/** Reads JSON Web Keys (RFC 7517), strictly: a key that is not meant for signatures is none. */
final class KeyReader {
  private static final int SHORTEST_RSA = 2048;
  private static final int LONGEST_RSA = 8192;

  /** Curve, its name in Java, and the one algorithm that it goes with. */
  private record Curve(String javaName, SigningAlgorithm algorithm) {}

  private static final Map<String, Curve> CURVES =
      Map.of(
          "P-256", new Curve("secp256r1", SigningAlgorithm.ES256),
          "P-384", new Curve("secp384r1", SigningAlgorithm.ES384),
          "P-521", new Curve("secp521r1", SigningAlgorithm.ES512));

  private KeyReader() {}

  /**
   * Reads a public key, or a secret for an HMAC.
   *
   * @throws AtriumException {@code invalid_key}
   */
  static VerificationKey read(JsonNode jwk) {
    requireForSignatures(jwk);
    try {
      var candidates = candidates(jwk);
      var named = jwk.path("alg");
      var algorithms =
          candidates.stream()
              .filter(each -> named.isMissingNode() || each.registered().equals(named.asText()))
              .collect(Collectors.toSet());
      if (algorithms.isEmpty()) {
        throw invalid("its 'alg' does not go with its type");
      }
      var id = Optional.of(jwk.path("kid")).filter(JsonNode::isTextual).map(JsonNode::asText);
      return new VerificationKey(id, key(jwk, algorithms), algorithms);
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw invalid("it cannot be used");
    }
  }

  private static void requireForSignatures(JsonNode jwk) {
    if (jwk.has("use") && !jwk.get("use").asText().equals("sig")) {
      throw invalid("its 'use' is not 'sig'");
    }
    var operations = jwk.path("key_ops");
    boolean verifies = operations.isMissingNode();
    for (var operation : operations) {
      verifies |= operation.asText().equals("verify") || operation.asText().equals("sign");
    }
    if (!verifies) {
      throw invalid("its 'key_ops' do not allow to verify");
    }
  }

  private static Set<SigningAlgorithm> candidates(JsonNode jwk) {
    return switch (jwk.path("kty").asText()) {
      case "oct" -> of(Family.HMAC);
      case "RSA" -> of(Family.RSA, Family.PSS);
      case "EC" -> Set.of(curve(jwk).algorithm());
      case "OKP" -> Set.of(SigningAlgorithm.EDDSA);
      default -> throw invalid("its 'kty' is unknown");
    };
  }

  private static Set<SigningAlgorithm> of(Family... families) {
    return Arrays.stream(SigningAlgorithm.values())
        .filter(each -> Arrays.asList(families).contains(each.family()))
        .collect(Collectors.toSet());
  }

  private static Key key(JsonNode jwk, Set<SigningAlgorithm> algorithms)
      throws GeneralSecurityException {
    return switch (jwk.get("kty").asText()) {
      case "oct" -> secret(jwk, algorithms);
      case "RSA" -> rsa(jwk);
      case "EC" -> elliptic(jwk);
      default -> edwards(jwk);
    };
  }

  /** A secret is at least as long as the hash (RFC 7518, 3.2). */
  private static Key secret(JsonNode jwk, Set<SigningAlgorithm> algorithms) {
    var secret = bytes(jwk, "k");
    int shortest = algorithms.stream().mapToInt(SigningAlgorithm::bits).min().orElseThrow() / 8;
    if (secret.length < shortest) {
      throw invalid("its secret is too short");
    }
    return new SecretKeySpec(secret, "HMAC");
  }

  private static Key rsa(JsonNode jwk) throws GeneralSecurityException {
    var modulus = number(jwk, "n");
    var exponent = number(jwk, "e");
    if (modulus.bitLength() < SHORTEST_RSA || modulus.bitLength() > LONGEST_RSA) {
      throw invalid("its modulus has %d bits".formatted(modulus.bitLength()));
    }
    if (exponent.compareTo(BigInteger.valueOf(3)) < 0 || !exponent.testBit(0)) {
      throw invalid("its exponent is weak");
    }
    if (WeakRsa.suspects(modulus)) {
      throw invalid("a flawed generator made it");
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static Curve curve(JsonNode jwk) {
    var curve = CURVES.get(jwk.path("crv").asText());
    if (curve == null) {
      throw invalid("its curve is unknown");
    }
    return curve;
  }

  private static Key elliptic(JsonNode jwk) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve(jwk).javaName()));
    var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    var domain = parameters.getParameterSpec(ECParameterSpec.class);
    if (!isOn(point, domain)) {
      throw invalid("its point is not on its curve");
    }
    var factory = KeyFactory.getInstance("EC");
    return (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(point, domain));
  }

  private static boolean isOn(ECPoint point, ECParameterSpec domain) {
    var curve = domain.getCurve();
    var prime = ((ECFieldFp) curve.getField()).getP();
    var x = point.getAffineX();
    var y = point.getAffineY();
    var right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(prime);
    return x.compareTo(prime) < 0
        && y.compareTo(prime) < 0
        && y.multiply(y).mod(prime).equals(right);
  }

  private static Key edwards(JsonNode jwk) throws GeneralSecurityException {
    if (!jwk.path("crv").asText().equals("Ed25519")) {
      throw invalid("its curve is unknown");
    }
    var encoded = bytes(jwk, "x");
    if (encoded.length != 32) {
      throw invalid("its point has the wrong length");
    }
    boolean odd = encoded[31] < 0;
    encoded[31] &= 0x7f;
    var point = new EdECPoint(odd, new BigInteger(1, reversed(encoded)));
    return KeyFactory.getInstance("EdDSA")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }

  private static byte[] reversed(byte[] bytes) {
    var reversed = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      reversed[at] = bytes[bytes.length - 1 - at];
    }
    return reversed;
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, bytes(jwk, name));
  }

  private static byte[] bytes(JsonNode jwk, String name) {
    return Base64Url.decode(jwk.path(name).asText())
        .filter(bytes -> bytes.length > 0)
        .orElseThrow(() -> invalid("its '%s' is missing or malformed".formatted(name)));
  }

  private static AtriumException invalid(String why) {
    return AtriumException.caller("invalid_key", "A JSON Web Key cannot be used: " + why + ".");
  }
}
