package dev.atrium.platform.node;

import dev.atrium.platform.administration.Administration;
import dev.atrium.platform.administration.AuditLog;
import dev.atrium.platform.administration.KeyAdministration;
import dev.atrium.platform.administration.LedgerAdministration;
import dev.atrium.platform.administration.SettingsActor;
import dev.atrium.platform.administration.TenantExport;
import dev.atrium.platform.admission.TenantDirectory;
import dev.atrium.platform.calls.AdapterCalls;
import dev.atrium.platform.catalogue.CatalogueStore;
import dev.atrium.platform.config.Settings;
import dev.atrium.platform.data.tables.OwnTables;
import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.gateway.Gateway;
import dev.atrium.platform.gateway.GatewayOptions;
import dev.atrium.platform.gateway.GatewayParts;
import dev.atrium.platform.gateway.operator.OperatorServices;
import dev.atrium.platform.identity.KeySource;
import dev.atrium.platform.identity.TokenAuthenticator;
import dev.atrium.platform.inference.remote.RemoteModel;
import dev.atrium.platform.inference.remote.RemoteModels;
import dev.atrium.platform.knowledge.KnowledgeProfile;
import dev.atrium.platform.knowledge.LoadKnowledge;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.LedgerRetention;
import dev.atrium.platform.metering.MeteringState;
import dev.atrium.platform.metrics.Meters;
import dev.atrium.platform.operations.PluginList;
import dev.atrium.platform.operations.PluginState;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.platform.tenancy.Authenticator;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.TenantStore;
import dev.atrium.platform.webhook.TargetPolicy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Opens a node's parts in order of need; the model and the plugins load beside the database. */
final class Startup {
  private static final int CONNECTIONS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Settings settings;
  private final Closing closing;
  private final Meters meters = new Meters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  Startup(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  NodeReport run() {
    var directory = DataDirectory.claim(settings.dataDirectory());
    closing.then("data directory", directory::close);
    var model = beside("model", () -> LoadedModel.load(settings));
    var encoders = beside("encoders", () -> LoadedEncoders.load(settings));
    var plugins = beside("plugins", () -> PluginCatalog.load(settings.plugins()));
    var storage = Storage.open(directory, settings);
    closing.then("database", storage::close);
    var vertx = MeasuredVertx.create(meters);
    closing.then("event loops", () -> await(vertx.close()));
    return connect(vertx, storage, outcome(model), outcome(encoders), outcome(plugins));
  }

  private NodeReport connect(
      Vertx vertx,
      Storage storage,
      LoadedModel model,
      LoadedEncoders encoders,
      PluginCatalog plugins) {
    var database = Database.connect(vertx, storage.access(), CONNECTIONS);
    closing.then("database pools", () -> await(database.close()));
    var tenants = new TenantStore(database);
    var keys = new ApiKeys(database, InstantSource.system());
    var catalogues = new PackCatalogues(new CatalogueStore(database), settings.tenants());
    var tables = new OwnTables(storage.access());
    var packTables = new PackTables(vertx, tables, settings.tenants());
    var first =
        await(new FirstStart(tenants, keys, settings.tenants(), catalogues, packTables).run());
    var mesh = Mesh.on(vertx);
    var actors =
        new Actors(
            mesh,
            meters,
            database,
            storage.directory().path(),
            remoteModels(),
            new TargetPolicy(settings.webhookHosts()));
    await(actors.start(model, encoders, plugins));
    var directory = actors.tenants(tenants, model, encoders, tables);
    closing.then("actors", () -> await(actors.stop()));
    TenantWatch.start(vertx, tenants, directory);
    new LedgerRetention(database, InstantSource.system(), settings.ledgerMonths()).start(vertx);
    var operator = operator(mesh, database, tenants, directory);
    await(actors.start(() -> new SettingsActor(mesh, tenants, operator.tenants())));
    var gateway =
        await(
            serve(
                mesh,
                authenticator(vertx, keys, database),
                directory,
                model,
                database,
                actors.metering(),
                operator));
    closing.then("gateway", () -> await(gateway.stop()));
    return report(storage, model, await(actors.plugins()), first, gateway.port());
  }

  private List<RemoteModel> remoteModels() {
    return settings.remoteModels().map(RemoteModels::read).orElse(List.of());
  }

  private static Authenticator authenticator(Vertx vertx, ApiKeys keys, Database database) {
    var clock = InstantSource.system();
    return new TokenAuthenticator(keys, database, new KeySource(vertx, clock, true), clock);
  }

  private Future<Gateway> serve(
      Mesh mesh,
      Authenticator keys,
      TenantDirectory tenants,
      LoadedModel model,
      Database database,
      MeteringState metering,
      OperatorServices operator) {
    var options =
        GatewayOptions.of(settings.host(), settings.port(), Optional.of(settings.console()))
            .withDrain(settings.drain());
    var health = new Health(mesh.vertx(), model, database, metering);
    var parts =
        new GatewayParts(
            mesh,
            keys,
            tenants::ensure,
            health.checks(),
            () -> meters.registry().scrape(),
            Optional.of(operator));
    return Gateway.start(mesh.vertx(), options, parts);
  }

  private static OperatorServices operator(
      Mesh mesh, Database database, TenantStore tenants, TenantDirectory directory) {
    var vertx = mesh.vertx();
    return new OperatorServices(
        new Administration(
            vertx, database, tenants, tenant -> follow(mesh, tenants, directory, tenant)),
        new KeyAdministration(database),
        new TenantExport(vertx, database),
        new AuditLog(database),
        new LedgerAdministration(database));
  }

  /** Lets this node follow a change at once; what it knew of a tenant that is gone goes too. */
  private static Future<Void> follow(
      Mesh mesh, TenantStore tenants, TenantDirectory directory, TenantId tenant) {
    return directory
        .refresh(tenant)
        .compose(refreshed -> tenants.find(tenant))
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                var nothing = new KnowledgeProfile(KnowledgeProfile.Language.ENGLISH, List.of());
                mesh.tell(Addresses.KNOWLEDGE, new LoadKnowledge(tenant, nothing, List.of()));
                mesh.tell(Addresses.ADAPTERS, new AdapterCalls.DropAll(tenant));
              }
            })
        .mapEmpty();
  }

  private NodeReport report(
      Storage storage, LoadedModel model, PluginList plugins, FirstStart.Result first, int port) {
    var started = ManagementFactory.getRuntimeMXBean().getStartTime();
    return new NodeReport(
        "http://%s:%d".formatted(settings.host(), port),
        ProcessHandle.current().pid(),
        first.operatorKey(),
        first.tenants(),
        model.description(),
        plugins.plugins().stream().map(Startup::plugin).toList(),
        storage.description(),
        Duration.ofMillis(System.currentTimeMillis() - started));
  }

  private static NodeReport.PluginReport plugin(PluginState report) {
    var reason = report.reason().isEmpty() ? "" : ": " + report.reason();
    return new NodeReport.PluginReport(report.id(), report.version(), report.state() + reason);
  }

  /** Loads a part beside the others; it is closed even if the start fails before it is there. */
  private <T extends AutoCloseable> CompletableFuture<T> beside(String name, Supplier<T> loader) {
    var loading = new CompletableFuture<T>();
    Thread.ofPlatform()
        .name("start-" + name)
        .daemon()
        .start(
            () -> {
              try {
                loading.complete(loader.get());
              } catch (RuntimeException | Error failure) {
                loading.completeExceptionally(failure);
              }
            });
    closing.then(
        name,
        () -> {
          if (!loading.handle((part, failure) -> failure != null).join()) {
            loading.join().close();
          }
        });
    return loading;
  }

  private static <T> T outcome(CompletableFuture<T> loading) {
    try {
      return loading.join();
    } catch (CompletionException failure) {
      throw AtriumException.from(failure.getCause() == null ? failure : failure.getCause());
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw AtriumException.outside(
          "start_timed_out", "A part of the node did not answer within a minute.", late);
    }
  }
}
