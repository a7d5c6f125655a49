package dev.atrium.platform.identity;

import java.security.Key;
import java.util.Optional;
import java.util.Set;

/**
 * A key that signatures are checked with.
 *
 * @param id its {@code kid}
 * @param algorithms that it may be used with, and no other
 */
record VerificationKey(Optional<String> id, Key key, Set<SigningAlgorithm> algorithms) {
  VerificationKey {
    algorithms = Set.copyOf(algorithms);
  }

  boolean symmetric() {
    return algorithms.stream().anyMatch(each -> each.family() == SigningAlgorithm.Family.HMAC);
  }

  /** Leaves the key out. */
  @Override
  public String toString() {
    return "key " + id.orElse("without an id");
  }
}
