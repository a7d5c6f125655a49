package dev.atrium.platform.inference.adapters;

import dev.atrium.platform.calls.AdapterCalls.Adapter;
import dev.atrium.platform.calls.AdapterCalls.Adapters;
import dev.atrium.platform.calls.AdapterCalls.AdaptersQuestion;
import dev.atrium.platform.calls.AdapterCalls.Drop;
import dev.atrium.platform.calls.AdapterCalls.DropAll;
import dev.atrium.platform.calls.AdapterCalls.Install;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Keeps tenants' adapters on disk and in the model alike. Changes come one after the other, so that
 * a name means the same on disk and in the model.
 */
public final class AdapterActor extends Actor {
  private final AdapterStore store;
  private final InferenceClient inference;
  private final String model;
  private final Consumer<Path> check;

  /**
   * @param directory the node's data directory
   * @param model the model that all adapters are for
   * @param check throws if a PEFT folder is broken or does not fit that model; may block
   */
  public AdapterActor(
      Path directory, InferenceClient inference, String model, Consumer<Path> check) {
    super(Addresses.ADAPTERS);
    this.store = AdapterStore.open(directory);
    this.inference = inference;
    this.model = model;
    this.check = check;
    on(Install.class, request -> inTurn(() -> install(request)));
    on(Drop.class, request -> inTurn(() -> drop(request.tenant(), request.name())));
    on(DropAll.class, request -> inTurn(() -> dropAll(request.tenant())));
    on(AdaptersQuestion.class, request -> inTurn(() -> adapters(request.tenant())));
  }

  /** Away from the actor's own thread, one at a time. */
  private <T> Future<T> inTurn(Callable<T> work) {
    return context.executeBlocking(work, true);
  }

  private Adapter install(Install request) {
    return store.install(
        request.tenant(),
        request.name(),
        request.archive(),
        check,
        folder -> await(inference.publish(model, request.tenant(), request.name(), folder)));
  }

  private Adapters drop(TenantId tenant, String name) {
    store.drop(tenant, name);
    await(inference.retire(model, tenant, name));
    return adapters(tenant);
  }

  private Adapters dropAll(TenantId tenant) {
    store.list(tenant).forEach(adapter -> drop(tenant, adapter.name()));
    return adapters(tenant);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw AtriumException.from(failure.getCause() == null ? failure : failure.getCause());
    }
  }

  private Adapters adapters(TenantId tenant) {
    return new Adapters(store.list(tenant));
  }
}
