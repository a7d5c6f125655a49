package dev.atrium.platform.gateway;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.contract.Contract;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The running gateway. */
public final class Gateway {
  /** A connection whose client reads nothing does not close in peace. */
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final String deployment;
  private final int port;
  private final Duration drain;
  private Optional<Future<Void>> stopping = Optional.empty();

  private Gateway(Vertx vertx, String deployment, int port, Duration drain) {
    this.drain = drain;
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
  }

  /**
   * Starts to listen, on one verticle per core. Fails with {@code cannot_listen} if the address is
   * taken.
   */
  public static Future<Gateway> start(Vertx vertx, GatewayOptions options, GatewayParts parts) {
    return vertx
        .executeBlocking(Contract::load)
        .compose(contract -> deploy(vertx, options, parts, contract))
        .recover(failure -> Future.failedFuture(cannotListen(options, failure)));
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Takes no more requests and completes when those in flight are answered, or cut off. */
  public synchronized Future<Void> stop() {
    return stopping.orElseGet(
        () -> {
          var begun = undeploy();
          stopping = Optional.of(begun);
          return begun;
        });
  }

  private Future<Void> undeploy() {
    var late = vertx.timer(drain.plus(AFTER_DRAIN).toMillis(), TimeUnit.MILLISECONDS);
    var undeployed = vertx.undeploy(deployment).onComplete(done -> late.cancel());
    return Future.any(undeployed, late).mapEmpty();
  }

  private static Future<Gateway> deploy(
      Vertx vertx, GatewayOptions options, GatewayParts parts, Contract contract) {
    var port = Promise.<Integer>promise();
    var instances =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(() -> new GatewayVerticle(options, parts, contract, port), instances)
        .compose(id -> port.future().map(found -> new Gateway(vertx, id, found, options.drain())));
  }

  private static Throwable cannotListen(GatewayOptions options, Throwable failure) {
    return failure instanceof BindException
        ? AtriumException.outside(
            "cannot_listen",
            "Cannot listen on %s:%d: %s. Choose another with --port."
                .formatted(options.host(), options.port(), failure.getMessage()),
            failure)
        : failure;
  }
}
