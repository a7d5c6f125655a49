package dev.atrium.platform.plugin;

import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Prompt;
import java.time.Duration;

/**
 * What a turn asks of the tenant's model.
 *
 * @param callId the turn's call
 * @param model a name of the catalogue
 * @param deadline what is left of the turn's
 */
public record ModelRequest(
    TenantId tenant, String callId, String model, Prompt prompt, Duration deadline) {}
