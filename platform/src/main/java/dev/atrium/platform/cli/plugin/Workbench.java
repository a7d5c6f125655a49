package dev.atrium.platform.cli.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.InferenceActor;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.torch.TorchModels;
import dev.atrium.platform.knowledge.KnowledgeDocument;
import dev.atrium.platform.knowledge.KnowledgeProfile;
import dev.atrium.platform.knowledge.KnowledgeStore;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.mesh.Supervisor;
import dev.atrium.platform.node.MeshModelGateway;
import dev.atrium.platform.plugin.ModelGateway;
import dev.atrium.platform.plugin.ModelRequest;
import dev.atrium.platform.plugin.PluginHost;
import dev.atrium.platform.plugin.PluginTurn;
import dev.atrium.platform.plugin.TenantContent;
import dev.atrium.platform.plugin.TurnOutcome;
import dev.atrium.platform.plugin.TurnServices;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.loading.LoadedPlugin;
import dev.atrium.platform.plugin.loading.PluginCandidate;
import dev.atrium.platform.plugin.loading.PluginLoading;
import dev.atrium.platform.plugin.loading.PluginRefused;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Message;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs one plugin from its sources as a node would: own class loader, own host, real knowledge, and
 * the real engine if a model is given. Nothing is kept.
 */
final class Workbench implements AutoCloseable {
  private static final TenantId TENANT = new TenantId("author");
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final DeploymentOptions BLOCKING =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final PluginSources sources;
  private final String language;
  private final Map<String, String> settings;
  private final Path scratch;
  private final Vertx vertx = Vertx.vertx();
  private final Mesh mesh = Mesh.on(vertx);
  private final Supervisor supervisor = new Supervisor(vertx);
  private final KnowledgeStore knowledge;
  private final TurnServices services;
  private final AtomicInteger builds = new AtomicInteger();
  private final List<Message> history = new ArrayList<>();
  private Optional<LoadedPlugin> loaded = Optional.empty();
  private String address = "";
  private String built = "";
  private Map<String, String> state = Map.of();

  Workbench(
      Path folder,
      String language,
      Map<String, String> settings,
      Optional<Path> documents,
      Optional<Path> model)
      throws IOException {
    this.sources = new PluginSources(folder);
    this.language = language;
    this.settings = Map.copyOf(settings);
    this.scratch = Files.createTempDirectory("atrium-plugin-");
    this.knowledge = new KnowledgeStore(scratch.resolve("knowledge"));
    knowledge.open(TENANT, new KnowledgeProfile(KnowledgeProfile.Language.of(language), List.of()));
    if (documents.isPresent()) {
      knowledge.replaceAll(TENANT, read(documents.get()));
    }
    this.services = new TurnServices(models(model), knowledge::search);
  }

  private static List<KnowledgeDocument> read(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var documents = new ArrayList<KnowledgeDocument>();
      for (var file : files.filter(it -> it.toString().endsWith(".md")).sorted().toList()) {
        documents.add(
            new KnowledgeDocument(folder.relativize(file).toString(), Files.readString(file)));
      }
      return documents;
    }
  }

  private ModelGateway models(Optional<Path> model) {
    if (model.isEmpty()) {
      return (request, sink) -> {
        throw AtriumException.outside("no_model", "There is no model here; give one with --model.");
      };
    }
    var replica = TorchModels.load(model.get(), EngineSettings.DEFAULT.withSequences(2));
    supervisor
        .start(
            () -> new InferenceActor(replica, peft -> TorchModels.adapter(peft, model.get())),
            BLOCKING)
        .await();
    var gateway = new MeshModelGateway(new InferenceClient(mesh));
    return (request, sink) ->
        gateway.generate(
            new ModelRequest(
                request.tenant(),
                request.callId(),
                replica.info().name(),
                request.prompt(),
                request.deadline()),
            sink);
  }

  /** Compiles and loads the plugin if its sources changed; returns what came of it, if they did. */
  synchronized Optional<String> reload() throws IOException {
    var now = sources.state();
    if (now.equals(built)) {
      return Optional.empty();
    }
    built = now;
    try {
      var target = scratch.resolve("build-" + builds.incrementAndGet());
      sources.build(target);
      replace(PluginLoading.load(PluginCandidate.read(target), Map.of()));
      var plugin = loaded.orElseThrow();
      return Optional.of("%s %s is loaded.".formatted(plugin.id(), plugin.version()));
    } catch (PluginRefused refused) {
      return Optional.of(refused.sentence());
    } catch (AtriumException failure) {
      return Optional.of(failure.getMessage());
    }
  }

  private void replace(LoadedPlugin plugin) {
    var before = loaded;
    var beforeAddress = address;
    address = "plugin." + builds.get();
    var host =
        new PluginHost(address, plugin.scenario(), services, PluginLimits.DEFAULT, reason -> {});
    supervisor.start(() -> host, BLOCKING).await();
    loaded = Optional.of(plugin);
    if (before.isPresent()) {
      supervisor.stop(beforeAddress).await();
      before.get().close();
    }
  }

  /** Has the plugin answer; what it says goes to the sink as it comes. */
  synchronized TurnOutcome say(String text, Consumer<CallEvent> sink) {
    if (loaded.isEmpty()) {
      throw AtriumException.caller("plugin_not_running", "The plugin is not loaded yet.");
    }
    var answer = new StringBuilder();
    var outcome =
        mesh.stream(
                address,
                turn(text),
                CallEvent.class,
                TurnOutcome.class,
                DEADLINE.plusSeconds(10),
                (CallEvent event) -> {
                  if (event instanceof CallEvent.TextDelta piece) {
                    answer.append(piece.text());
                  }
                  sink.accept(event);
                })
            .done()
            .await();
    state = outcome.state();
    history.add(new Message(Message.Role.USER, text));
    history.add(new Message(Message.Role.ASSISTANT, answer.toString()));
    return outcome;
  }

  private PluginTurn turn(String text) {
    return new PluginTurn(
        TENANT,
        "run",
        "conversation",
        "scenario",
        language,
        "default",
        settings,
        new TenantContent(Map.of(), Map.of(), List.of()),
        Optional.empty(),
        history,
        state,
        text,
        DEADLINE);
  }

  @Override
  public void close() {
    supervisor.stopAll().await();
    vertx.close().await();
    loaded.ifPresent(LoadedPlugin::close);
    knowledge.close();
  }
}
