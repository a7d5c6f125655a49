package dev.atrium.platform.plugin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.knowledge.KnowledgeStore;
import dev.atrium.platform.knowledge.TenantPack;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.plugin.loading.LoadedScenario;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.spi.Message;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A shipped tenant's customer service as it runs in a node: the plugin in its own class loader, the
 * tenant's knowledge in a real index; only the model is given by the test.
 */
final class HelpDesk implements AutoCloseable {
  private static final String PLUGIN = "customer-service";

  private final Vertx vertx = Vertx.vertx();
  private final Mesh mesh = Mesh.on(vertx);
  private final TenantPack pack;
  private final KnowledgeStore knowledge;
  private final PluginCatalog catalog;
  private final LoadedScenario loaded;
  private final TenantContent content;
  private final List<Message> history = new ArrayList<>();
  private Map<String, String> state = Map.of();

  HelpDesk(String tenant, Path folder, ModelGateway model) {
    var plugins =
        Path.of(
            System.getProperty(
                "atrium.plugins", System.getProperty("atrium.root", "..") + "/plugins"));
    assumeTrue(
        Files.isDirectory(plugins.resolve(PLUGIN).resolve("target/classes")),
        "The plugin is not built: " + plugins.resolve(PLUGIN));
    pack = TenantPack.of(tenant);
    knowledge = new KnowledgeStore(folder);
    knowledge.open(pack.id(), pack.profile());
    knowledge.replaceAll(pack.id(), pack.documents());
    content =
        new TenantContent(Map.of("answer", pack.prompt("answer")), pack.intents(), pack.synonyms());
    catalog = PluginCatalog.load(plugins);
    loaded =
        catalog.scenarios().stream()
            .filter(it -> it.pluginId().equals(PLUGIN))
            .findFirst()
            .orElseThrow(() -> new AssertionError(catalog.reports()));
    var host = new PluginHost(loaded, model, knowledge::search);
    vertx
        .deployVerticle(
            host, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  TenantPack pack() {
    return pack;
  }

  KnowledgeStore knowledge() {
    return knowledge;
  }

  /** What a turn said. */
  record Said(
      String text, List<CallEvent.Cited> citations, List<CallEvent> events, TurnOutcome outcome) {
    boolean handedOver() {
      return outcome.outcome().equals("handed_over");
    }
  }

  /** Asks in a conversation of its own. */
  Said ask(String question) {
    history.clear();
    state = Map.of();
    return goOn(question);
  }

  /** Asks in the conversation that the last question belongs to. */
  Said goOn(String question) {
    var events = new ConcurrentLinkedQueue<CallEvent>();
    var outcome =
        mesh.stream(
                Addresses.plugin(PLUGIN, loaded.version()),
                turn(question),
                CallEvent.class,
                TurnOutcome.class,
                Duration.ofSeconds(60),
                events::add)
            .done()
            .await();
    state = outcome.state();
    var said = said(List.copyOf(events), outcome);
    history.add(new Message(Message.Role.USER, question));
    history.add(new Message(Message.Role.ASSISTANT, said.text()));
    return said;
  }

  private static Said said(List<CallEvent> events, TurnOutcome outcome) {
    var text =
        events.stream()
            .filter(CallEvent.TextDelta.class::isInstance)
            .map(event -> ((CallEvent.TextDelta) event).text())
            .collect(Collectors.joining());
    var citations =
        events.stream()
            .filter(CallEvent.Cited.class::isInstance)
            .map(CallEvent.Cited.class::cast)
            .toList();
    return new Said(text, citations, events, outcome);
  }

  private PluginTurn turn(String question) {
    return new PluginTurn(
        pack.id(),
        "call",
        "conversation",
        PLUGIN,
        pack.language(),
        "scripted",
        pack.settings(),
        content,
        Optional.empty(),
        history,
        state,
        question,
        Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    vertx.close().await();
    catalog.close();
    knowledge.close();
  }
}
