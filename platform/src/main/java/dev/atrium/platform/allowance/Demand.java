package dev.atrium.platform.allowance;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The most that a call may use.
 *
 * @param user the end user, as the tenant names him
 * @param cost in the tenant's currency
 */
public record Demand(String keyId, Optional<String> user, long tokens, BigDecimal cost) {}
