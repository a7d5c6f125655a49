package dev.atrium.platform.gateway.operator;

import dev.atrium.platform.gateway.contract.Parameter;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.http.Uploads;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.operations.PluginChange;
import dev.atrium.platform.operations.PluginChange.Purpose;
import dev.atrium.platform.operations.PluginList;
import dev.atrium.platform.operations.PluginQuestion;
import dev.atrium.platform.operations.PluginState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The routes under {@code /v1/operator/plugins}. */
public final class PluginEndpoints {
  private final Mesh mesh;
  private final Uploads uploads;

  public PluginEndpoints(Mesh mesh) {
    this.mesh = mesh;
    this.uploads = new Uploads(mesh.vertx(), "A plugin", 64L << 20, Duration.ofMinutes(2));
  }

  /** The body of a choice, validated. */
  record Choice(String version) {}

  public Future<Void> list(Exchange exchange) {
    var verify = exchange.query("verify").filter("true"::equals).isPresent();
    return mesh.ask(Addresses.PLUGINS, new PluginQuestion(verify), PluginList.class)
        .compose(exchange::answer);
  }

  public Future<Void> install(Exchange exchange) {
    var inspect = exchange.query("dryRun").filter("true"::equals).isPresent();
    return upload(exchange, inspect ? Purpose.INSPECT : Purpose.INSTALL);
  }

  public Future<Void> upgrade(Exchange exchange) {
    return upload(exchange, Purpose.UPGRADE);
  }

  private Future<Void> upload(Exchange exchange, Purpose purpose) {
    return uploads
        .receive(exchange.request())
        .compose(
            file ->
                ask(new PluginChange.Upload(
                        exchange.value("plugin", Parameter.Place.PATH),
                        file,
                        exchange.query("sha256").orElse(""),
                        exchange.header("X-Plugin-Signature"),
                        Set.of(exchange.query("grant").orElse("").split(",")),
                        purpose))
                    .eventually(() -> uploads.delete(file)))
        .compose(exchange::answer);
  }

  public Future<Void> rollBack(Exchange exchange) {
    return change(exchange, new PluginChange.RollBack(exchange.pathParameter("plugin")));
  }

  public Future<Void> remove(Exchange exchange) {
    return change(exchange, new PluginChange.Remove(exchange.pathParameter("plugin")));
  }

  public Future<Void> choose(Exchange exchange) {
    return choice(exchange, Optional.of(exchange.body(Choice.class).version()));
  }

  public Future<Void> unchoose(Exchange exchange) {
    return choice(exchange, Optional.empty());
  }

  private Future<Void> choice(Exchange exchange, Optional<String> version) {
    return change(
        exchange,
        new PluginChange.Choose(
            exchange.pathParameter("plugin"), exchange.pathParameter("tenant"), version));
  }

  private Future<Void> change(Exchange exchange, Record message) {
    return ask(message).compose(exchange::answer);
  }

  private Future<PluginState> ask(Record message) {
    return mesh.ask(Addresses.PLUGINS, message, PluginState.class);
  }
}
