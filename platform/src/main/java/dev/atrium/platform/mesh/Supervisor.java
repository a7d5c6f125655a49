package dev.atrium.platform.mesh;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys actors and replaces one that crashed by a fresh one, later each time it crashes again. A
 * crash is an {@link Error} in a handler; an exception only fails its call.
 */
public final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
  private static final int DOUBLINGS = 10;

  private final Vertx vertx;

  /** Outlives the actors: a timer set on a crashed actor's own context would go with it. */
  private final Context context;

  /** By address, in the order of their starts. */
  private final Map<String, Deployed> deployments =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /** An actor and its deployment. */
  private record Deployed(Actor actor, String id) {}

  /** Create outside any actor. */
  public Supervisor(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /**
   * Deploys an actor; the supplier makes a fresh one for each restart. It is nobody's child: what
   * is deployed from a verticle's context ends with that verticle.
   */
  public Future<Void> start(Supplier<? extends Actor> maker, DeploymentOptions options) {
    var started = Promise.<Void>promise();
    context.runOnContext(
        free ->
            Future.succeededFuture().compose(now -> deploy(maker, options, 0)).onComplete(started));
    return started.future();
  }

  /** Undeploys the actor at an address, if there is one. */
  public Future<Void> stop(String address) {
    var deployment = deployments.remove(address);
    return deployment == null
        ? Future.succeededFuture()
        : vertx
            .undeploy(deployment.id())
            .onComplete(gone -> Residents.of(vertx).leave(deployment.actor()));
  }

  /** Undeploys every actor, the latest first, each when the one before it is gone. */
  public Future<Void> stopAll() {
    List<String> addresses;
    synchronized (deployments) {
      addresses = List.copyOf(deployments.keySet()).reversed();
    }
    Future<Void> stopped = Future.succeededFuture();
    for (var address : addresses) {
      stopped = stopped.eventually(() -> stop(address));
    }
    return stopped;
  }

  private Future<Void> deploy(
      Supplier<? extends Actor> maker, DeploymentOptions options, int crashes) {
    var actor = maker.get();
    actor.onCrash(
        crash ->
            context.runOnContext(
                later -> restart(actor.address(), crash, maker, options, crashes)));
    return vertx
        .deployVerticle(actor, options)
        .onSuccess(id -> deployments.put(actor.address(), new Deployed(actor, id)))
        .mapEmpty();
  }

  private void restart(
      String address,
      Error crash,
      Supplier<? extends Actor> maker,
      DeploymentOptions options,
      int crashes) {
    var backOff = backOff(crashes);
    LOG.error("{} crashed and restarts in {} ms", address, backOff.toMillis(), crash);
    stop(address)
        .onComplete(
            stopped ->
                vertx.setTimer(
                    backOff.toMillis(), timer -> redeploy(address, maker, options, crashes)));
  }

  private void redeploy(
      String address, Supplier<? extends Actor> maker, DeploymentOptions options, int crashes) {
    deploy(maker, options, crashes + 1)
        .onFailure(failure -> LOG.error("{} did not restart", address, failure));
  }

  private static Duration backOff(int crashes) {
    var delay = FIRST_BACK_OFF.multipliedBy(1L << Math.min(crashes, DOUBLINGS));
    return delay.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : delay;
  }
}
