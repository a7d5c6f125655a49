package dev.atrium.platform.identity;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Checks signed tokens in their compact form (RFC 7515). The key set decides which algorithms may
 * be used, never the token; keys, addresses of keys and critical extensions in a token's header are
 * not looked at or refused.
 */
public final class SignatureCheck {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int LONGEST = 16 << 10;
  private static final int LONGEST_ID = 256;

  private SignatureCheck() {}

  /** What a token's three parts are, unchecked. */
  record Parts(JsonNode header, byte[] payload, byte[] input, byte[] signature) {
    Optional<String> keyId() {
      return Optional.of(header.path("kid")).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
  }

  /**
   * The payload of a token whose signature is right.
   *
   * @throws AtriumException {@code invalid_token}
   */
  public static byte[] payload(String token, KeySet keys) {
    var parts = split(token);
    var algorithm =
        SigningAlgorithm.named(parts.header().path("alg").asText())
            .orElseThrow(SignatureCheck::invalid);
    var key = keys.find(parts.keyId(), algorithm).orElseThrow(SignatureCheck::invalid);
    try {
      if (algorithm.verify(key.key(), parts.input(), parts.signature())) {
        return parts.payload();
      }
    } catch (GeneralSecurityException malformed) {
      throw invalid();
    }
    throw invalid();
  }

  /** Takes a token apart. */
  static Parts split(String token) {
    var parts = token.split("\\.", -1);
    if (token.length() > LONGEST || parts.length != 3) {
      throw invalid();
    }
    var header = json(decoded(parts[0]));
    var id = header.path("kid");
    if (!header.isObject()
        || header.has("crit")
        || header.has("b64")
        || !(id.isMissingNode() || (id.isTextual() && id.textValue().length() <= LONGEST_ID))) {
      throw invalid();
    }
    var input = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    return new Parts(header, decoded(parts[1]), input, decoded(parts[2]));
  }

  static JsonNode json(byte[] text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).orElse(MissingNode.getInstance());
    } catch (IOException malformed) {
      throw invalid();
    }
  }

  private static byte[] decoded(String part) {
    return Base64Url.decode(part).orElseThrow(SignatureCheck::invalid);
  }

  /** Says nothing of the reason: whoever forges tokens learns nothing. */
  static AtriumException invalid() {
    return AtriumException.caller(
        "invalid_token", "The token is not valid here; ask your identity provider for a new one.");
  }
}
