package dev.atrium.platform.gateway;

import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.contract.Contract;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** Serves HTTP on one event loop. All instances share one port. */
final class GatewayVerticle extends VerticleBase {
  private static final int SHARED_RANDOM_PORT = -1;
  private static final int LONGEST_REQUEST_LINE = 4096;

  private final GatewayOptions options;
  private final GatewayParts parts;
  private final Contract contract;
  private final Promise<Integer> port;
  private Future<HttpServer> server = Future.failedFuture("not started");

  /**
   * @param port told the port once it is known
   */
  GatewayVerticle(
      GatewayOptions options, GatewayParts parts, Contract contract, Promise<Integer> port) {
    this.options = options;
    this.parts = parts;
    this.contract = contract;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    var connections = new Connections(vertx, options.clients().requestPatience());
    var router = new ApiRouter(vertx, options, parts, contract).router();
    server =
        vertx
            .createHttpServer(serverOptions())
            .connectionHandler(connections::opened)
            .invalidRequestHandler(InvalidRequests::answer)
            .requestHandler(
                request -> {
                  connections.received(request);
                  router.handle(request);
                })
            .listen();
    return server.onSuccess(listening -> port.tryComplete(listening.actualPort()));
  }

  @Override
  public Future<?> stop() {
    return server
        .compose(up -> up.shutdown(options.drain().toMillis(), TimeUnit.MILLISECONDS))
        .otherwiseEmpty();
  }

  /**
   * Without cleartext HTTP/2: with it, Vert.x tells of a connection only after its first whole
   * head, so that a client which drips its head could not be cut off.
   */
  private HttpServerOptions serverOptions() {
    // nothing is read or written while a long prompt is worked on, so silence may last that long
    var silence =
        options.callDeadline().plus(CallDesk.GRACE).plus(options.clients().readPatience());
    return new HttpServerOptions()
        .setHost(options.host())
        .setPort(options.port() == 0 ? SHARED_RANDOM_PORT : options.port())
        .setIdleTimeout((int) silence.toSeconds())
        .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
        .setMaxHeaderSize(options.clients().headerBytes())
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setTcpNoDelay(true);
  }
}
