package dev.atrium.platform.node;

import dev.atrium.platform.admission.TenantDirectory;
import dev.atrium.platform.admission.TenantServices;
import dev.atrium.platform.allowance.NodeLife;
import dev.atrium.platform.allowance.Purse.Treasury;
import dev.atrium.platform.catalogue.CatalogueActor;
import dev.atrium.platform.catalogue.CatalogueStore;
import dev.atrium.platform.conversation.ConversationStore;
import dev.atrium.platform.conversation.OutcomeStore;
import dev.atrium.platform.data.tables.OwnTables;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.identity.IdentityActor;
import dev.atrium.platform.inference.EncoderActor;
import dev.atrium.platform.inference.InferenceActor;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.inference.adapters.AdapterActor;
import dev.atrium.platform.inference.remote.RemoteModel;
import dev.atrium.platform.inference.remote.RemoteModelActor;
import dev.atrium.platform.knowledge.KnowledgeActor;
import dev.atrium.platform.knowledge.KnowledgeStore;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.metering.CallJournal;
import dev.atrium.platform.metering.MeteringActor;
import dev.atrium.platform.metering.MeteringState;
import dev.atrium.platform.metrics.EventLoopLag;
import dev.atrium.platform.metrics.Meters;
import dev.atrium.platform.moderation.Moderation;
import dev.atrium.platform.moderation.ModerationActor;
import dev.atrium.platform.operations.PluginList;
import dev.atrium.platform.operations.PluginQuestion;
import dev.atrium.platform.plugin.TurnServices;
import dev.atrium.platform.plugin.install.PluginStore;
import dev.atrium.platform.plugin.install.TrustList;
import dev.atrium.platform.plugin.lifecycle.PluginActor;
import dev.atrium.platform.plugin.lifecycle.PluginRegistry;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.platform.plugin.outside.Outside;
import dev.atrium.platform.tenancy.store.TenantStore;
import dev.atrium.platform.webhook.TargetPolicy;
import dev.atrium.platform.webhook.WebhookActor;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

/** Starts the actors of a node and makes its tenant directory. */
final class Actors {
  private static final Duration RETIREMENT_ROUND = Duration.ofMinutes(5);
  private static final Duration CACHE_ROUND = Duration.ofSeconds(5);

  /** For actors whose handlers compute or wait: tokenizing a long prompt takes a while. */
  private static final DeploymentOptions BLOCKING =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  /** Longer than any call's deadline. */
  private static final Duration CONVERSATION_LEASE = Duration.ofMinutes(5);

  private final Mesh mesh;
  private final Meters meters;
  private final Database database;
  private final Path directory;
  private final Supervisor supervisor;
  private final InferenceClient inference;
  private final MeteringState metering = new MeteringState();
  private final NodeLife life;
  private final CallJournal journal;
  private final Moderation moderation;
  private final PluginRegistry registry = new PluginRegistry();
  private final List<RemoteModel> remoteModels;
  private final TargetPolicy webhooks;

  Actors(
      Mesh mesh,
      Meters meters,
      Database database,
      Path directory,
      List<RemoteModel> remoteModels,
      TargetPolicy webhooks) {
    this.webhooks = webhooks;
    this.remoteModels = List.copyOf(remoteModels);
    this.mesh = mesh;
    this.meters = meters;
    this.database = database;
    this.directory = directory;
    this.supervisor = new Supervisor(mesh.vertx());
    this.inference = new InferenceClient(mesh);
    this.life = new NodeLife(mesh.vertx(), database, LastLife.name(directory));
    this.journal = CallJournal.open(directory.resolve("open-calls"));
    this.moderation = Moderation.start(mesh.vertx(), database);
  }

  Future<Void> start(LoadedModel model, LoadedEncoders encoders, PluginCatalog plugins) {
    meters.engine(model.entry().id(), model.replica()::snapshot);
    mesh.vertx().setPeriodic(CACHE_ROUND.toMillis(), timer -> tellPromptCache(model));
    var started = new ArrayList<Future<?>>();
    started.add(
        start(() -> new MeteringActor(database, directory.resolve("spool"), metering))
            .compose(ready -> LastLife.settle(mesh, journal))
            .compose(settled -> life.start()));
    started.add(
        supervisor.start(
            () -> new InferenceActor(model.replica(), model::adapter, model.pooling()), BLOCKING));
    for (var encoder : encoders.encoders()) {
      started.add(supervisor.start(() -> new EncoderActor(encoder.replica()), BLOCKING));
    }
    var name = model.entry().name();
    started.add(start(() -> new AdapterActor(directory, inference, name, model::adapter)));
    for (var remote : remoteModels) {
      started.add(start(() -> new RemoteModelActor(remote, System.getenv())));
    }
    var knowledge = new KnowledgeStore(directory.resolve("knowledge"));
    started.add(start(() -> new KnowledgeActor(knowledge)));
    var gateway = new MeshModelGateway(inference);
    var catalogue = new CatalogueStore(database);
    started.add(start(() -> new CatalogueActor(catalogue)));
    started.add(start(() -> new ModerationActor(moderation)));
    started.add(start(() -> new IdentityActor(database)));
    started.add(start(() -> new WebhookActor(database, webhooks, InstantSource.system())));
    started.add(watchEventLoops());
    var hosts =
        new PluginHosts(
            supervisor,
            BLOCKING,
            new TurnServices(
                gateway,
                knowledge::search,
                new StoredCatalogues(catalogue),
                Outside.withSecrets(directory.resolve("secrets"))));
    return Future.all(started).compose(ready -> startPlugins(plugins, hosts));
  }

  private Future<Void> startPlugins(PluginCatalog plugins, PluginHosts hosts) {
    var store = PluginStore.open(directory.resolve("plugins"));
    var trust = TrustList.read(directory.resolve("plugin-trust"));
    return supervisor.start(
        () -> new PluginActor(registry, plugins, store, trust, hosts), BLOCKING);
  }

  /** What the plugins came to. */
  Future<PluginList> plugins() {
    return mesh.ask(Addresses.PLUGINS, new PluginQuestion(false), PluginList.class);
  }

  TenantDirectory tenants(
      TenantStore tenants, LoadedModel model, LoadedEncoders encoders, OwnTables tables) {
    var models = catalogue(model, encoders);
    var services =
        new TenantServices(
            mesh,
            inference,
            models,
            meters,
            new ConversationStore(database, CONVERSATION_LEASE),
            new OutcomeStore(database),
            metering,
            new Treasury(mesh.vertx(), database, life),
            journal,
            moderation,
            registry);
    var terms = new TermsFinder(tenants, mesh, models, longestContext(model), moderation, tables);
    var found = new TenantDirectory(supervisor, services, terms::find);
    mesh.vertx().setPeriodic(RETIREMENT_ROUND.toMillis(), timer -> found.retireIdle());
    return found;
  }

  private ModelCatalogue catalogue(LoadedModel model, LoadedEncoders encoders) {
    var models = new ArrayList<>(List.of(model.entry()));
    models.addAll(encoders.entries());
    var now = Instant.now();
    remoteModels.forEach(
        remote -> models.add(new ModelCatalogue.Model(remote.name(), RemoteModel.VERSION, now)));
    return new ModelCatalogue(models);
  }

  /** What a call reserves holds for every model that it may name. */
  private int longestContext(LoadedModel model) {
    return remoteModels.stream()
        .mapToInt(RemoteModel::contextTokens)
        .reduce(model.replica().info().contextTokens(), Math::max);
  }

  /** Whether the node's ledger entries are safe. */
  MeteringState metering() {
    return metering;
  }

  /** Stops the actors, the ledger's last: the others write to it until they are gone. */
  Future<Void> stop() {
    return supervisor
        .stopAll()
        .eventually(life::stop)
        .compose(stopped -> mesh.vertx().executeBlocking(this::closeJournal));
  }

  private Void closeJournal() throws IOException {
    journal.close();
    return null;
  }

  Future<Void> start(Supplier<Actor> maker) {
    return supervisor.start(maker, new DeploymentOptions());
  }

  private void tellPromptCache(LoadedModel model) {
    var kept = new HashMap<String, Long>();
    var cached = new HashMap<String, Long>();
    model
        .replica()
        .loads()
        .forEach(
            (tenant, load) -> {
              kept.put(tenant, load.keptTokens());
              cached.put(tenant, (long) load.served().cached());
            });
    meters.promptCache(model.entry().id(), kept, cached);
  }

  private Future<?> watchEventLoops() {
    int loops = Runtime.getRuntime().availableProcessors();
    return mesh.vertx()
        .deployVerticle(
            () -> new EventLoopLag(meters), new DeploymentOptions().setInstances(loops));
  }
}
