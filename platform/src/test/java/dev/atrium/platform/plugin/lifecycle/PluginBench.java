package dev.atrium.platform.plugin.lifecycle;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.operations.PluginChange;
import dev.atrium.platform.operations.PluginChange.Purpose;
import dev.atrium.platform.operations.PluginList;
import dev.atrium.platform.operations.PluginQuestion;
import dev.atrium.platform.operations.PluginState;
import dev.atrium.platform.plugin.PluginHost;
import dev.atrium.platform.plugin.PluginTurn;
import dev.atrium.platform.plugin.TenantContent;
import dev.atrium.platform.plugin.TurnOutcome;
import dev.atrium.platform.plugin.TurnServices;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.install.PluginStore;
import dev.atrium.platform.plugin.install.TrustList;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The plugin part of a node: registry, actor, store and hosts, as a node puts them together. */
final class PluginBench implements AutoCloseable {
  private static final DeploymentOptions BLOCKING =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final Vertx vertx = Vertx.vertx();
  private final Mesh mesh = Mesh.on(vertx);
  private final Supervisor supervisor = new Supervisor(vertx);
  private final PluginLimits limits;
  private final PluginRegistry registry = new PluginRegistry();

  PluginBench(Path data, Path folder) {
    this(data, folder, new TrustList(List.of()), PluginLimits.DEFAULT);
  }

  PluginBench(Path data, Path folder, TrustList trust, PluginLimits limits) {
    this.limits = limits;
    var catalog = PluginCatalog.load(folder);
    var store = PluginStore.open(data.resolve("plugins"));
    await(
        supervisor.start(
            () -> new PluginActor(registry, catalog, store, trust, new Hosts()), BLOCKING));
  }

  private final class Hosts implements HostDeployer {
    private final TurnServices services =
        new TurnServices(
            (request, sink) -> {
              throw new IllegalStateException("no model here");
            },
            (tenant, text, limit) -> List.of());

    @Override
    public Future<Void> start(LoadedScenario plugin, String address, Consumer<String> quarantine) {
      return supervisor.start(
          () -> new PluginHost(address, plugin, services, limits, quarantine), BLOCKING);
    }

    @Override
    public Future<Void> stop(String address) {
      return supervisor.stop(address);
    }
  }

  PluginState install(Path file) {
    return upload(file, Purpose.INSTALL, Set.of());
  }

  PluginState upgrade(Path file) {
    return upload(file, Purpose.UPGRADE, Set.of());
  }

  PluginState upload(Path file, Purpose purpose, Set<String> granted) {
    return upload(file, checksum(file), Optional.empty(), purpose, granted);
  }

  PluginState upload(
      Path file, String sha256, Optional<String> signature, Purpose purpose, Set<String> granted) {
    return change(
        new PluginChange.Upload(Optional.empty(), file, sha256, signature, granted, purpose));
  }

  PluginState change(Record message) {
    return await(mesh.ask(Addresses.PLUGINS, message, PluginState.class));
  }

  PluginList list(boolean verify) {
    return await(mesh.ask(Addresses.PLUGINS, new PluginQuestion(verify), PluginList.class));
  }

  Optional<PluginState> state(String id) {
    return list(false).plugins().stream().filter(plugin -> plugin.id().equals(id)).findFirst();
  }

  /** What a plugin says, lent and given back as a tenant does it. */
  String ask(String tenant, String plugin, String text) {
    return await(begin(tenant, plugin, text));
  }

  Future<String> begin(String tenant, String plugin, String text) {
    return turn(lend(tenant, plugin), tenant, text);
  }

  LentPlugin lend(String tenant, String plugin) {
    return registry.lend(new TenantId(tenant), plugin);
  }

  /** Completes when no replaced version has turns any more. */
  Future<Void> drained() {
    return mesh.ask(Addresses.PLUGINS, new PluginQuestion(false), PluginList.class)
        .compose(
            list ->
                list.retired().stream().anyMatch(one -> one.state().equals("DRAINING"))
                    ? drained()
                    : Future.succeededFuture());
  }

  Future<String> turn(LentPlugin lent, String tenant, String text) {
    var said = new ConcurrentLinkedQueue<CallEvent>();
    return mesh.stream(
            lent.address(),
            turn(tenant, text),
            CallEvent.class,
            TurnOutcome.class,
            Duration.ofSeconds(60),
            said::add)
        .done()
        .onComplete(ended -> lent.giveBack().run())
        .map(outcome -> text(outcome, said));
  }

  private static String text(TurnOutcome outcome, ConcurrentLinkedQueue<CallEvent> said) {
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw failure.toException();
            });
    return said.stream()
        .map(event -> ((CallEvent.TextDelta) event).text())
        .collect(Collectors.joining());
  }

  private static PluginTurn turn(String tenant, String text) {
    return new PluginTurn(
        new TenantId(tenant),
        "call",
        "conversation",
        "scenario",
        "en",
        "model",
        Map.of(),
        new TenantContent(Map.of(), Map.of(), List.of()),
        Optional.empty(),
        List.of(),
        Map.of(),
        text,
        Duration.ofSeconds(30));
  }

  static String checksum(Path file) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException | GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  static AtriumException failure(Runnable work) {
    try {
      work.run();
    } catch (AtriumException expected) {
      return expected;
    }
    throw new AssertionError("no failure");
  }

  @Override
  public void close() {
    await(supervisor.stopAll());
    await(vertx.close());
  }
}
