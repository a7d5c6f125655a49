package dev.atrium.platform.node.bench;

import dev.atrium.platform.admission.PriceList;
import dev.atrium.platform.admission.TenantDirectory;
import dev.atrium.platform.admission.TenantServices;
import dev.atrium.platform.admission.TenantTerms;
import dev.atrium.platform.allowance.NodeLife;
import dev.atrium.platform.allowance.Purse.Treasury;
import dev.atrium.platform.conversation.ConversationStore;
import dev.atrium.platform.conversation.OutcomeStore;
import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.database.EmbeddedPostgres;
import dev.atrium.platform.database.Migrations;
import dev.atrium.platform.gateway.Gateway;
import dev.atrium.platform.gateway.GatewayOptions;
import dev.atrium.platform.gateway.GatewayParts;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.metering.CallJournal;
import dev.atrium.platform.metering.LedgerEntry.Price;
import dev.atrium.platform.metering.MeteringActor;
import dev.atrium.platform.metering.MeteringState;
import dev.atrium.platform.metrics.Meters;
import dev.atrium.platform.moderation.Moderation;
import dev.atrium.platform.node.MeasuredVertx;
import dev.atrium.platform.plugin.TenantContent;
import dev.atrium.platform.plugin.lifecycle.PluginRegistry;
import dev.atrium.platform.tenancy.Allowance;
import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.Allowance.Period;
import dev.atrium.platform.tenancy.Allowance.Subject;
import dev.atrium.platform.tenancy.TenantDefinition;
import dev.atrium.platform.tenancy.TenantDefinition.Billing;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.TenantPack;
import dev.atrium.platform.tenancy.store.ApiKeys;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A whole gateway with everything on, before an {@link EchoModel} and a {@link MetronomeModel}.
 * Blocks.
 */
final class EchoPlatform implements AutoCloseable {
  private static final TenantId TENANT = new TenantId("bench");
  private static final int CALLS = 100_000;
  private static final BigDecimal PLENTY = BigDecimal.valueOf(1_000_000_000L);
  private static final long PATIENCE_SECONDS = 60;

  private final DataDirectory directory;
  private final EmbeddedPostgres postgres;
  private final Vertx vertx;
  private final Database database;
  private final CallJournal journal;
  private final Supervisor supervisor;
  private final NodeLife life;
  private final Gateway gateway;
  private final String key;

  /**
   * @param folder empty; holds the database, the spool and the journal
   */
  EchoPlatform(Path folder) {
    directory = DataDirectory.claim(folder);
    postgres = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
    var meters = new Meters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    vertx = MeasuredVertx.create(meters);
    database = Database.connect(vertx, Migrations.migrate(postgres.address()), 8);
    journal = CallJournal.open(folder.resolve("open-calls"));
    journal.clear();
    supervisor = new Supervisor(vertx);
    life = new NodeLife(vertx, database, UUID.randomUUID().toString());
    var mesh = Mesh.on(vertx);
    var keys = new ApiKeys(database, InstantSource.system());
    key = await(tenant().compose(made -> keys.issue(Optional.of(TENANT)))).secret();
    var metering = new MeteringState();
    await(
        supervisor.start(
            () -> new MeteringActor(database, folder.resolve("spool"), metering),
            new DeploymentOptions()));
    await(life.start());
    await(supervisor.start(EchoModel::new, new DeploymentOptions()));
    await(supervisor.start(MetronomeModel::new, new DeploymentOptions()));
    var tenants = directory(mesh, meters, metering);
    gateway =
        await(
            Gateway.start(
                vertx,
                GatewayOptions.of("127.0.0.1", 0, Optional.empty()).withDrain(Duration.ZERO),
                new GatewayParts(mesh, keys, tenants::ensure, List.of(), () -> "")));
  }

  int port() {
    return gateway.port();
  }

  String key() {
    return key;
  }

  private TenantDirectory directory(Mesh mesh, Meters meters, MeteringState metering) {
    var models =
        new ModelCatalogue(
            List.of(
                new ModelCatalogue.Model(EchoModel.NAME, EchoModel.VERSION, Instant.EPOCH),
                new ModelCatalogue.Model(
                    MetronomeModel.NAME, MetronomeModel.VERSION, Instant.EPOCH)));
    var moderation = Moderation.start(vertx, database);
    var services =
        new TenantServices(
            mesh,
            new InferenceClient(mesh),
            models,
            meters,
            new ConversationStore(database, Duration.ofMinutes(5)),
            new OutcomeStore(database),
            metering,
            new Treasury(vertx, database, life),
            journal,
            moderation,
            new PluginRegistry());
    return new TenantDirectory(
        supervisor, services, id -> moderation.load(id).map(loaded -> terms()));
  }

  private Future<?> tenant() {
    var definition =
        new TenantDefinition(
            TENANT,
            "Bench",
            "en",
            "default",
            new TenantDefinition.Limits(CALLS, CALLS),
            new TenantDefinition.Price("EUR", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE),
            List.of(),
            allowances(),
            Billing.GENERATED,
            Map.of(),
            List.of());
    return new TenantStore(database)
        .importPack(new TenantPack(definition, List.of(), List.of(), Map.of(), Map.of()));
  }

  /** A limit or budget of every kind, none of which is reached. */
  private static List<Allowance> allowances() {
    return List.of(
        rule(Subject.TENANT, Measure.REQUESTS, Period.MINUTE),
        rule(Subject.TENANT, Measure.TOKENS, Period.MINUTE),
        rule(Subject.KEY, Measure.CONCURRENT, Period.ALWAYS),
        rule(Subject.TENANT, Measure.MONEY, Period.MONTH));
  }

  private static Allowance rule(Subject of, Measure what, Period per) {
    return new Allowance(of, Optional.empty(), what, per, PLENTY, 0);
  }

  private static TenantTerms terms() {
    return new TenantTerms(
        TENANT,
        false,
        "Bench",
        "en",
        EchoModel.NAME,
        Map.of(),
        CALLS,
        CALLS,
        4096,
        PriceList.always(new Price("EUR", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE)),
        Billing.GENERATED,
        allowances(),
        List.of(),
        new TenantContent(Map.of(), Map.of(), List.of()));
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() throws IOException {
    await(gateway.stop());
    await(supervisor.stopAll().eventually(life::stop).eventually(database::close));
    journal.close();
    await(vertx.close());
    postgres.close();
    directory.close();
  }
}
