package dev.atrium.platform.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64url without padding, in its one canonical spelling. */
final class Base64Url {
  private Base64Url() {}

  /** The bytes of a text; empty if it is not exactly how they are written. */
  static Optional<byte[]> decode(String text) {
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      var again = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      return Optional.of(bytes)
          .filter(decoded -> Arrays.equals(again, text.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
