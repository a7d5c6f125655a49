package dev.atrium.platform.database;

import java.util.Arrays;

/**
 * What the running node needs to reach a migrated database, the owner's credentials left out.
 *
 * @param application the role of tenant-scoped work: row-level security binds it
 * @param operator the role of work across tenants
 * @param scopeSecret signs a tenant's scope; see {@code scoped_tenant()} in the first migration
 */
public record DatabaseAccess(
    DatabaseAddress address, Login application, Login operator, byte[] scopeSecret) {
  public DatabaseAccess {
    scopeSecret = scopeSecret.clone();
  }

  @Override
  public byte[] scopeSecret() {
    return scopeSecret.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseAccess that
        && address.equals(that.address)
        && application.equals(that.application)
        && operator.equals(that.operator)
        && Arrays.equals(scopeSecret, that.scopeSecret);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** Leaves secrets out. */
  @Override
  public String toString() {
    return address.toString();
  }

  /** A role that may log in. */
  public record Login(String role, String password) {
    /** Leaves the password out. */
    @Override
    public String toString() {
      return role;
    }
  }
}
