package dev.atrium.platform.administration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who did what to whom.
 *
 * @param place 1, 2, 3, … without a gap
 * @param tenant that it is about, or empty
 * @param happenedAt in UTC with microseconds, as it is hashed
 * @param actor the key that was used, or {@code node}
 * @param action such as {@code tenant.suspended}
 * @param hash of the entry before and this one's values, in hexadecimal
 */
public record AuditEntry(
    long place,
    String tenant,
    String happenedAt,
    String actor,
    String action,
    String target,
    String detail,
    String hash) {
  /** What stands before the first entry. */
  public static final String ORIGIN = "0".repeat(64);

  /** The hash that this entry must have after another. */
  public String hashAfter(String before) {
    var values =
        List.of(Long.toString(place), tenant, happenedAt, actor, action, target, detail).stream()
            .map(value -> value.getBytes(StandardCharsets.UTF_8).length + ":" + value)
            .collect(Collectors.joining(","));
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(HexFormat.of().parseHex(before));
      return HexFormat.of().formatHex(digest.digest(values.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
