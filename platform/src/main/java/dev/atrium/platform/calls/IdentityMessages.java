package dev.atrium.platform.calls;

import dev.atrium.platform.tenancy.TenantId;
import java.util.Optional;

/** What may be asked about a tenant's identity provider. */
public final class IdentityMessages {
  private IdentityMessages() {}

  /**
   * Whose tokens a tenant trusts.
   *
   * @param audience that its tokens must name
   * @param jwks its keys as a JSON Web Key Set, if they are not fetched
   * @param jwksUri where its keys are; with neither, OpenID Connect discovery tells
   * @param roleClaim the claim that holds a role; tokens without it speak for end users
   */
  public record Provider(
      String issuer,
      String audience,
      Optional<String> jwks,
      Optional<String> jwksUri,
      String roleClaim) {}

  /** Trusts a provider, instead of the one before. Answered with {@link Providers}. */
  public record PutProvider(TenantId tenant, Provider provider) {}

  /** Trusts no provider any more. Answered with {@link Providers}. */
  public record DropProvider(TenantId tenant) {}

  /** Asks which provider is trusted. Answered with {@link Providers}. */
  public record ProviderQuestion(TenantId tenant) {}

  /** The provider of a tenant, if it has one. */
  public record Providers(Optional<Provider> provider) {}
}
