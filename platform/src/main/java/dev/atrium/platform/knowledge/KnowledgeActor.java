package dev.atrium.platform.knowledge;

import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** Owns the node's {@link KnowledgeStore} and answers for it on the mesh. */
public final class KnowledgeActor extends Actor {
  private static final boolean IN_ORDER = true;

  private final KnowledgeStore store;

  public KnowledgeActor(KnowledgeStore store) {
    super(Addresses.KNOWLEDGE);
    this.store = store;
    on(SearchKnowledge.class, this::search);
    on(LoadKnowledge.class, this::load);
  }

  private Future<KnowledgeFound> search(SearchKnowledge message) {
    return blocking(
        () ->
            new KnowledgeFound(store.search(message.tenant(), message.question(), message.limit())),
        !IN_ORDER);
  }

  private Future<KnowledgeLoaded> load(LoadKnowledge message) {
    return blocking(
        () -> {
          store.open(message.tenant(), message.profile());
          store.replaceAll(message.tenant(), List.copyOf(message.documents()));
          return new KnowledgeLoaded(store.documents(message.tenant()).size());
        },
        IN_ORDER);
  }

  private <T> Future<T> blocking(Supplier<T> work, boolean ordered) {
    return vertx.executeBlocking(work::get, ordered);
  }

  @Override
  public Future<?> stop() {
    return blocking(
        () -> {
          store.close();
          return "closed";
        },
        IN_ORDER);
  }
}
