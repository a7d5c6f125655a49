package dev.atrium.platform.calls;

import dev.atrium.platform.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;

/**
 * Who makes a call and on what terms.
 *
 * @param callId unique; the ledger's name for the call
 * @param keyId the API key that was used
 * @param endUser the tenant's own customer, as the tenant names him
 * @param idempotencyKey the caller's name for the call; a second call with it is refused
 * @param fingerprint of what is asked; the same question asked again has the same
 * @param requestBytes at least as many as the prompt has tokens
 * @param deadline from the call's arrival
 */
public record CallContext(
    TenantId tenant,
    String callId,
    String keyId,
    Optional<String> endUser,
    Optional<String> idempotencyKey,
    String fingerprint,
    int requestBytes,
    Duration deadline) {}
