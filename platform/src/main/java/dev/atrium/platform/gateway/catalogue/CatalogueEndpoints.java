package dev.atrium.platform.gateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.catalogue.ImportReport;
import dev.atrium.platform.catalogue.ImportRows;
import dev.atrium.platform.catalogue.RowReader;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code PUT /v1/catalogue/items} and {@code POST /v1/catalogue/events}. */
public final class CatalogueEndpoints {
  private final CallDesk desk;

  public CatalogueEndpoints(CallDesk desk) {
    this.desk = desk;
  }

  public Future<Void> items(Exchange exchange) {
    return take(exchange, ImportRows.Kind.ITEMS);
  }

  public Future<Void> events(Exchange exchange) {
    return take(exchange, ImportRows.Kind.EVENTS);
  }

  private Future<Void> take(Exchange exchange, ImportRows.Kind kind) {
    var message = new ImportRows(exchange.principal().tenant(), kind, rows(exchange.json()));
    return desk.mesh()
        .ask(Addresses.CATALOGUE, message, ImportReport.class)
        .compose(exchange::answer);
  }

  private static List<Map<String, String>> rows(JsonNode body) {
    if (body.has("csv")) {
      return RowReader.table(body.get("csv").textValue().getBytes(StandardCharsets.UTF_8));
    }
    var rows = new ArrayList<Map<String, String>>();
    body.get("rows").forEach(row -> rows.add(row(row)));
    return rows;
  }

  private static Map<String, String> row(JsonNode row) {
    var cells = new HashMap<String, String>();
    row.properties()
        .forEach(cell -> cells.put(cell.getKey().toLowerCase(Locale.ROOT), text(cell.getValue())));
    return cells;
  }

  /** A list, such as of categories, becomes one text. */
  private static String text(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining("|"))
        : value.asText("");
  }
}
