package dev.atrium.platform.gateway.operator;

import dev.atrium.platform.administration.Administration.Erased;
import dev.atrium.platform.administration.Administration.Tenant;
import dev.atrium.platform.administration.AuditEntry;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/operator/tenants} and {@code /v1/operator/audit}. */
public final class OperatorEndpoints {
  private final Optional<OperatorServices> services;
  private final KeyEndpoints keys;

  /**
   * @param services empty where there is no operator
   */
  public OperatorEndpoints(Optional<OperatorServices> services) {
    this.services = services;
    this.keys = new KeyEndpoints(this);
  }

  /** By the operation's id. */
  public Map<String, Endpoint> all() {
    return Map.ofEntries(
        Map.entry("listTenants", this::list),
        Map.entry("applyTenant", this::apply),
        Map.entry("deleteTenant", this::delete),
        Map.entry("suspendTenant", exchange -> suspend(exchange, true)),
        Map.entry("resumeTenant", exchange -> suspend(exchange, false)),
        Map.entry("exportTenant", this::export),
        Map.entry("listKeys", keys::list),
        Map.entry("issueKey", keys::issue),
        Map.entry("revokeKey", keys::revoke),
        Map.entry("rotateKey", keys::rotate),
        Map.entry("listOwnKeys", keys::list),
        Map.entry("issueOwnKey", keys::issue),
        Map.entry("revokeOwnKey", keys::revoke),
        Map.entry("rotateOwnKey", keys::rotate),
        Map.entry("correctLedger", this::correct),
        Map.entry("checkLedger", this::check),
        Map.entry("getAuditLog", this::audit));
  }

  record TenantList(List<Tenant> tenants) {}

  record Status(String tenant, String status) {}

  record Deleted(String tenant, List<Erased> tables) {}

  record PackRequest(Map<String, String> files) {}

  record CorrectionRequest(String call, BigDecimal amount, String reason) {}

  record AuditPage(List<AuditEntry> entries) {}

  OperatorServices services() {
    return services.orElseThrow(
        () -> AtriumException.outside("no_operator", "This gateway serves no operator."));
  }

  static TenantId tenant(Exchange exchange) {
    return new TenantId(exchange.pathParameter("tenant"));
  }

  private Future<Void> list(Exchange exchange) {
    return services().tenants().list().compose(all -> exchange.answer(new TenantList(all)));
  }

  private Future<Void> apply(Exchange exchange) {
    boolean dryRun = exchange.query("dryRun").map(Boolean::parseBoolean).orElse(false);
    var files = exchange.body(PackRequest.class).files();
    return services()
        .tenants()
        .apply(exchange.operator(), tenant(exchange), files, dryRun)
        .compose(exchange::answer);
  }

  private Future<Void> delete(Exchange exchange) {
    var tenant = tenant(exchange);
    return services()
        .tenants()
        .delete(exchange.operator(), tenant)
        .compose(tables -> exchange.answer(new Deleted(tenant.value(), tables)));
  }

  private Future<Void> suspend(Exchange exchange, boolean suspended) {
    var tenant = tenant(exchange);
    return services()
        .tenants()
        .suspend(exchange.operator(), tenant, suspended)
        .compose(
            done ->
                exchange.answer(new Status(tenant.value(), suspended ? "suspended" : "active")));
  }

  private Future<Void> export(Exchange exchange) {
    var tenant = tenant(exchange);
    return services()
        .exports()
        .export(exchange.operator(), tenant)
        .compose(
            file ->
                exchange
                    .response()
                    .putHeader("content-type", "application/zip")
                    .putHeader("content-disposition", "attachment; filename=\"" + tenant + ".zip\"")
                    .sendFile(file.toString())
                    .eventually(() -> exchange.web().vertx().fileSystem().delete(file.toString())));
  }

  private Future<Void> correct(Exchange exchange) {
    var request = exchange.body(CorrectionRequest.class);
    return services()
        .ledger()
        .correct(
            exchange.operator(),
            tenant(exchange),
            request.call(),
            request.amount(),
            request.reason())
        .compose(exchange::answer);
  }

  private Future<Void> check(Exchange exchange) {
    return services().ledger().check().compose(exchange::answer);
  }

  private Future<Void> audit(Exchange exchange) {
    long after = exchange.query("after").map(Long::parseLong).orElse(0L);
    int most = exchange.query("limit").map(Integer::parseInt).orElse(1000);
    return services()
        .audit()
        .after(after, most)
        .compose(entries -> exchange.answer(new AuditPage(entries)));
  }
}
