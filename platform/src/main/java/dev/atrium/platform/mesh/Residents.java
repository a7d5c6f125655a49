package dev.atrium.platform.mesh;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The actors of a Vert.x instance by their addresses. Any thread. */
final class Residents implements Shareable {
  private static final String NAME = "atrium.mesh";

  private final Map<String, Actor> actors = new ConcurrentHashMap<>();

  static Residents of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Residents>getLocalMap(NAME)
        .computeIfAbsent(NAME, name -> new Residents());
  }

  Optional<Actor> at(String address) {
    return Optional.ofNullable(actors.get(address));
  }

  void enter(Actor actor) {
    actors.put(actor.address(), actor);
  }

  /** Forgets an actor, unless another has taken its address over. */
  void leave(Actor actor) {
    actors.remove(actor.address(), actor);
  }
}
