package dev.atrium.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.inference.EncoderActor;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.encoder.EncoderReplica;
import dev.atrium.platform.inference.encoder.EncoderSettings;
import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.inference.torch.SampleEncoder;
import dev.atrium.platform.inference.torch.TorchEncoder;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.plugin.PluginHost;
import dev.atrium.platform.plugin.PluginTurn;
import dev.atrium.platform.plugin.TenantContent;
import dev.atrium.platform.plugin.TurnOutcome;
import dev.atrium.platform.plugin.loading.PluginCatalog;
import dev.atrium.platform.plugin.loading.PluginJar;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that have texts read, by real encoders on the mesh. */
class PluginReadingsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final DeploymentOptions VIRTUAL =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  @TempDir Path root;
  private final Vertx vertx = Vertx.vertx();
  private final Mesh mesh = Mesh.on(vertx);
  private final List<EncoderReplica> encoders = new ArrayList<>();
  private Optional<PluginCatalog> catalog = Optional.empty();

  private record Ended(String text, TurnOutcome outcome) {}

  @BeforeEach
  void open() throws IOException {
    serve("tiny", new SampleEncoder("bert", List.of(), 1));
    serve("sorter", new SampleEncoder("bert", List.of("bug", "question"), 2));
  }

  private void serve(String name, SampleEncoder model) throws IOException {
    var replica =
        TorchEncoder.serve(
            model.write(root.resolve("models").resolve(name)), EncoderSettings.DEFAULT);
    encoders.add(replica);
    Actor actor = new EncoderActor(replica);
    vertx.deployVerticle(actor, VIRTUAL).await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
    encoders.forEach(EncoderReplica::close);
    catalog.ifPresent(PluginCatalog::close);
  }

  private Ended turn(String body) {
    PluginJar.answering("tested", body).jar(root.resolve("plugins"), "tested.jar");
    catalog = Optional.of(PluginCatalog.load(root.resolve("plugins")));
    var host =
        new PluginHost(
            catalog.get().scenarios().getFirst(),
            new MeshModelGateway(new InferenceClient(mesh)),
            (tenant, question, limit) -> List.of());
    vertx.deployVerticle(host, VIRTUAL).await();
    var text = new StringBuffer();
    var message =
        new PluginTurn(
            new TenantId("bank"),
            "call-1",
            "conversation-1",
            "help",
            "en",
            "tiny",
            Map.of(),
            new TenantContent(Map.of(), Map.of(), List.of()),
            Optional.empty(),
            List.of(),
            Map.of(),
            "hello",
            LONG);
    var call =
        mesh.stream(
            Addresses.plugin("tested", "1.0.0"),
            message,
            CallEvent.class,
            TurnOutcome.class,
            LONG.plusSeconds(30),
            event -> text.append(((CallEvent.TextDelta) event).text()));
    var outcome = call.done().await();
    return new Ended(text.toString(), outcome);
  }

  @Test
  void embed_makesVectorsAndCountsWhatWasRead() {
    var turn =
        turn(
            """
            var texts = java.util.List.of("the card", "the card", "a transfer costs five euros");
            var made = context.models().embed("default", texts);
            var same = TextVectors.likeness(made.vectors().get(0), made.vectors().get(1));
            var other = TextVectors.likeness(made.vectors().get(0), made.vectors().get(2));
            answer.text(made.vectors().get(0).length + " " + Math.round(same * 1000) + " " + (other < same));
            answer.text(" " + made.tokens());
            """);

    assertThat(turn.outcome().failure()).isEmpty();
    assertThat(turn.text()).isEqualTo("32 1000 true 18");
    assertThat(turn.outcome().usage()).isEqualTo(new TokenUsage(18, 0, 0));
    assertThat(turn.outcome().model()).startsWith("tiny@");
  }

  @Test
  void classify_tellsHowLikelyEachClassIs() {
    var turn =
        turn(
            """
            var judged = context.models().classify("sorter", java.util.List.of("the card", "a card"));
            var sum = judged.texts().get(1).stream().mapToDouble(TextClasses.Likelihood::probability).sum();
            answer.text(judged.texts().get(0).get(0).label() + " " + judged.texts().get(0).get(1).label());
            answer.text(" " + Math.round(sum * 1000) + " " + (judged.likeliest(0).probability() >= 0.5));
            """);

    assertThat(turn.outcome().failure()).isEmpty();
    assertThat(turn.text()).isEqualTo("bug question 1000 true");
    assertThat(turn.outcome().usage()).isEqualTo(new TokenUsage(8, 0, 0));
  }

  @Test
  void refusals_areToldAsScenarioExceptions() {
    var turn =
        turn(
            """
            String[] asked = {"nobody", "tiny", "sorter"};
            for (var model : asked) {
              try {
                context.models().classify(model, java.util.List.of(model.equals("sorter") ? "" : "the card"));
                answer.text("fine;");
              } catch (ScenarioException refused) {
                answer.text(refused.getMessage() + ";");
              }
            }
            try {
              context.models().embed("default", java.util.List.of());
            } catch (ScenarioException refused) {
              answer.text(refused.getMessage());
            }
            """);

    assertThat(turn.text())
        .contains("no model 'nobody'")
        .contains("'tiny' is no classifier")
        .contains("holds no token")
        .contains("0 texts");
    assertThat(turn.outcome().usage()).isEqualTo(TokenUsage.NONE);
  }
}
