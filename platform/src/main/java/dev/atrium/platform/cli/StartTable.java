package dev.atrium.platform.cli;

import dev.atrium.platform.node.NodeReport;
import dev.atrium.platform.node.NodeReport.TenantReport;
import java.util.Locale;

/** The table that {@code atrium serve} prints when it is ready. */
final class StartTable {
  private static final String ROW = "  %-16s %s%n";

  private StartTable() {}

  static String of(NodeReport report) {
    var table = new StringBuilder("%nAtrium is ready.%n%n".formatted());
    row(table, "console", report.url());
    row(table, "API", report.url() + "/v1   (described in " + report.url() + "/openapi.json)");
    row(table, "model", report.model());
    row(table, "database", report.database());
    report
        .plugins()
        .forEach(
            plugin ->
                row(table, "plugin", plugin.id() + " " + plugin.version() + "  " + plugin.state()));
    report.tenants().forEach(tenant -> row(table, "tenant", tenant(tenant)));
    report.operatorKey().ifPresent(key -> row(table, "operator key", key));
    row(
        table,
        "ready after",
        String.format(Locale.ROOT, "%.1f s", report.untilReady().toMillis() / 1000.0));
    return table.append(closing(report)).toString();
  }

  private static String tenant(TenantReport tenant) {
    return String.format(
        Locale.ROOT,
        "%-16s %-20s %s",
        tenant.id(),
        tenant.name(),
        tenant.apiKey().map(key -> "key " + key).orElse("(key shown at first start)"));
  }

  private static String closing(NodeReport report) {
    boolean first = report.operatorKey().isPresent();
    return "%n%sStop with Ctrl-C.%n%n"
        .formatted(first ? "The keys are shown this once and stored as hashes: keep them. " : "");
  }

  private static void row(StringBuilder table, String name, String value) {
    table.append(ROW.formatted(name, value));
  }
}
