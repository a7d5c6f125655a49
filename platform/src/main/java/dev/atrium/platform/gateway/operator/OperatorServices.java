package dev.atrium.platform.gateway.operator;

import dev.atrium.platform.administration.Administration;
import dev.atrium.platform.administration.AuditLog;
import dev.atrium.platform.administration.KeyAdministration;
import dev.atrium.platform.administration.LedgerAdministration;
import dev.atrium.platform.administration.TenantExport;

/** What the operator's routes work with. */
public record OperatorServices(
    Administration tenants,
    KeyAdministration keys,
    TenantExport exports,
    AuditLog audit,
    LedgerAdministration ledger) {}
