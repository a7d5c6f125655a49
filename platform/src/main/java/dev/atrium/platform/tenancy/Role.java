package dev.atrium.platform.tenancy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do within a tenant. Which routes a role may call stands in the contract. */
public enum Role {
  /** Everything within the tenant. */
  ADMIN,
  /** Staff: works with the assistants. */
  MEMBER,
  /** Reads usage and return on investment. */
  ANALYST,
  /** A program. */
  SERVICE,
  /** The tenant's own customer. */
  END_USER;

  /** As the contract and tokens write it, such as {@code end_user}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
