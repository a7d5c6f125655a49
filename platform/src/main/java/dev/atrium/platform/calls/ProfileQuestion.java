package dev.atrium.platform.calls;

/** Asks a tenant who it is and what it has. Answered with a {@link TenantProfile}. */
public record ProfileQuestion() {}
