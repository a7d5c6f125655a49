package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.operations.PluginChange;
import dev.atrium.platform.operations.PluginQuestion;
import dev.atrium.platform.operations.SettingsMessages.SchemaQuestion;
import dev.atrium.platform.plugin.install.PluginStore;
import dev.atrium.platform.plugin.install.TrustList;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Takes an operator's changes to the plugins and has them made one after another. */
public final class PluginActor extends Actor {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> Thread.ofPlatform().daemon().name("plugins").unstarted(work));
  private final Swap swap;
  private final PluginChanges changes;
  private final PluginCatalog catalog;

  /**
   * @param catalog the folder's plugins; they are this actor's from its start on
   */
  public PluginActor(
      PluginRegistry registry,
      PluginCatalog catalog,
      PluginStore store,
      TrustList trust,
      HostDeployer hosts) {
    super(Addresses.PLUGINS);
    this.catalog = catalog;
    this.swap = new Swap(registry, store, hosts, thread);
    this.changes = new PluginChanges(registry, store, trust, swap);
    on(SchemaQuestion.class, new SettingSchemas(registry)::schema);
    on(PluginQuestion.class, question -> run(() -> changes.list(question.verify())));
    on(PluginChange.Upload.class, upload -> run(() -> changes.upload(upload)));
    on(PluginChange.RollBack.class, back -> run(() -> changes.rollBack(back)));
    on(PluginChange.Remove.class, remove -> run(() -> changes.remove(remove)));
    on(PluginChange.Choose.class, choice -> run(() -> changes.choose(choice)));
  }

  @Override
  public Future<?> start() {
    return Future.all(
        super.start(),
        run(
            () -> {
              changes.start(catalog);
              return true;
            }));
  }

  /** Whatever happens, errors of a plugin included, its asker gets an answer. */
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  private <T> Future<T> run(Supplier<T> work) {
    var done = Promise.<T>promise();
    thread.execute(
        () -> {
          try {
            done.complete(work.get());
          } catch (Throwable failure) {
            done.fail(failure);
          }
        });
    return done.future();
  }

  @Override
  public Future<?> stop() {
    return run(() -> {
          swap.close();
          return true;
        })
        .onComplete(closed -> thread.shutdown());
  }
}
