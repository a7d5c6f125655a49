package dev.atrium.platform.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one signer. Secrets and public keys are never mixed, so that no token can choose
 * which of the two it is checked with.
 */
public final class KeySet {
  private final List<VerificationKey> keys;

  private KeySet(List<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a JSON Web Key Set, or a single key. Keys of a set that are not for signatures are left
   * out.
   *
   * @throws AtriumException {@code invalid_key} if no key is left or kinds are mixed
   */
  public static KeySet read(JsonNode document) {
    if (!document.has("keys")) {
      return new KeySet(List.of(KeyReader.read(document)));
    }
    var keys = new ArrayList<VerificationKey>();
    var last = AtriumException.caller("invalid_key", "The key set holds no key.");
    for (var key : document.get("keys")) {
      try {
        keys.add(KeyReader.read(key));
      } catch (AtriumException unusable) {
        last = unusable;
      }
    }
    if (keys.isEmpty()) {
      throw last;
    }
    var ids = document.get("keys").findValuesAsText("kid");
    if (ids.stream().distinct().count() < ids.size()) {
      throw AtriumException.caller("invalid_key", "The key set holds two keys of one id.");
    }
    if (keys.stream().map(VerificationKey::symmetric).distinct().count() > 1) {
      throw AtriumException.caller("invalid_key", "The key set mixes secrets and public keys.");
    }
    return new KeySet(keys);
  }

  /** Whether any key is a secret. */
  public boolean symmetric() {
    return keys.getFirst().symmetric();
  }

  /** Whether there may be a key for a token. */
  boolean mayHave(SignatureCheck.Parts token) {
    return SigningAlgorithm.named(token.header().path("alg").asText())
        .flatMap(algorithm -> find(token.keyId(), algorithm))
        .isPresent();
  }

  /** The one key for an algorithm; of an id, if one is given. Empty if there is none or several. */
  Optional<VerificationKey> find(Optional<String> id, SigningAlgorithm algorithm) {
    var found =
        keys.stream()
            .filter(key -> key.algorithms().contains(algorithm))
            .filter(key -> id.isEmpty() || key.id().isEmpty() || key.id().equals(id))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
