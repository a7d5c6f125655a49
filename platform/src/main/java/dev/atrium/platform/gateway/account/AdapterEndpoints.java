package dev.atrium.platform.gateway.account;

import dev.atrium.platform.calls.AdapterCalls.Adapter;
import dev.atrium.platform.calls.AdapterCalls.Adapters;
import dev.atrium.platform.calls.AdapterCalls.AdaptersQuestion;
import dev.atrium.platform.calls.AdapterCalls.Drop;
import dev.atrium.platform.calls.AdapterCalls.Install;
import dev.atrium.platform.gateway.contract.Violation;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.http.Refusal;
import dev.atrium.platform.gateway.http.Uploads;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** {@code /v1/adapters}: the tenant's LoRA adapters. */
public final class AdapterEndpoints {
  private static final long LARGEST = 1L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Mesh mesh;
  private final Uploads uploads;

  public AdapterEndpoints(Mesh mesh) {
    this.mesh = mesh;
    this.uploads = new Uploads(mesh.vertx(), "An adapter", LARGEST, PATIENCE);
  }

  public Future<Void> list(Exchange exchange) {
    return mesh.ask(
            Addresses.ADAPTERS, new AdaptersQuestion(exchange.principal().tenant()), Adapters.class)
        .compose(exchange::answer);
  }

  public Future<Void> install(Exchange exchange) {
    var tenant = exchange.principal().tenant();
    var name = exchange.query("name").orElseThrow(AdapterEndpoints::unnamed);
    return uploads
        .receive(exchange.request())
        .compose(
            file ->
                mesh.ask(Addresses.ADAPTERS, new Install(tenant, name, file), Adapter.class)
                    .eventually(() -> uploads.delete(file)))
        .compose(exchange::answer);
  }

  private static Refusal unnamed() {
    return Refusal.of(List.of(new Violation("name", "missing_parameter", "'name' is required.")));
  }

  public Future<Void> drop(Exchange exchange) {
    var drop = new Drop(exchange.principal().tenant(), exchange.pathParameter("adapter"));
    return mesh.ask(Addresses.ADAPTERS, drop, Adapters.class).compose(exchange::answer);
  }
}
