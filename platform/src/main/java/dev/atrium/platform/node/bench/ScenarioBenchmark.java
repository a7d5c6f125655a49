package dev.atrium.platform.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.config.Settings;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.node.AtriumNode;
import dev.atrium.platform.node.NodeReport.TenantReport;
import dev.atrium.platform.tenancy.PackReader;
import dev.atrium.platform.tenancy.TenantDefinition;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks every scenario of the tenants of a folder its own golden questions over HTTP, several
 * conversations at once, on a node of its own with an empty database. Blocks.
 */
public final class ScenarioBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WARM_UP = 8;

  private final Settings settings;
  private final int conversations;
  private final int turns;

  /**
   * @param conversations at once
   * @param turns asked of each scenario; its questions come round again where they are fewer
   */
  public ScenarioBenchmark(Settings settings, int conversations, int turns) {
    this.settings = settings;
    this.conversations = conversations;
    this.turns = turns;
  }

  public ScenarioFigures run() {
    var figures = new ArrayList<ScenarioFigures.Scenario>();
    try (var node = AtriumNode.start(settings)) {
      for (var tenant : node.report().tenants()) {
        var pack = settings.tenants().resolve(tenant.id());
        for (var scenario : PackReader.read(pack).definition().scenarios()) {
          var questions = questions(pack.resolve("golden"), scenario);
          if (!questions.isEmpty()) {
            figures.add(measure(node, tenant, scenario, questions));
          }
        }
      }
      return new ScenarioFigures(node.report().model(), conversations, figures);
    }
  }

  private ScenarioFigures.Scenario measure(
      AtriumNode node,
      TenantReport tenant,
      TenantDefinition.Scenario scenario,
      List<String> questions) {
    var key = tenant.apiKey().orElseThrow();
    try (var client = new TurnClient(node.report().url(), key, scenario.id())) {
      ask(client, repeated(questions, Math.min(WARM_UP, turns)));
      var before = totals(client);
      var began = System.nanoTime();
      var said = ask(client, repeated(questions, turns));
      var seconds = (System.nanoTime() - began) / 1e9;
      var after = totals(client);
      return ScenarioFigures.Scenario.of(
          tenant.id(), scenario.id(), said, seconds, cost(before, after));
    }
  }

  private static List<String> repeated(List<String> questions, int many) {
    var all = new ArrayList<String>();
    while (all.size() < many) {
      all.add(questions.get(all.size() % questions.size()));
    }
    return all;
  }

  /** Each conversation asks one question after the other. */
  private List<TurnClient.Said> ask(TurnClient client, List<String> questions) {
    var said = new ConcurrentLinkedQueue<TurnClient.Said>();
    var next = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int conversation = 0; conversation < conversations; conversation++) {
        running.add(threads.submit(() -> converse(client, questions, next, said)));
      }
      for (var one : running) {
        one.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException failure) {
      throw AtriumException.from(failure.getCause() == null ? failure : failure.getCause());
    }
    return List.copyOf(said);
  }

  private static void converse(
      TurnClient client, List<String> questions, AtomicInteger next, Queue<TurnClient.Said> said) {
    for (int at = next.getAndIncrement(); at < questions.size(); at = next.getAndIncrement()) {
      said.add(client.ask(questions.get(at)));
    }
  }

  private static JsonNode totals(TurnClient client) {
    return client.usage().get("totals");
  }

  private static ScenarioFigures.Cost cost(JsonNode before, JsonNode after) {
    var calls = after.get("calls").longValue() - before.get("calls").longValue();
    var spent = amount(after).subtract(amount(before));
    var each =
        calls == 0
            ? BigDecimal.ZERO
            : spent.divide(BigDecimal.valueOf(calls), MathContext.DECIMAL32);
    return new ScenarioFigures.Cost(each, after.get("currency").asText());
  }

  private static BigDecimal amount(JsonNode totals) {
    return new BigDecimal(totals.get("cost").asText());
  }

  /** {@code golden/<scenario>.jsonl}, else {@code golden/questions.jsonl}. */
  private static List<String> questions(Path golden, TenantDefinition.Scenario scenario) {
    var own = golden.resolve(scenario.id() + ".jsonl");
    var file = Files.exists(own) ? own : golden.resolve("questions.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      var questions = new ArrayList<String>();
      for (var line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          questions.add(JSON.readTree(line).get("question").asText());
        }
      }
      return questions;
    } catch (IOException failure) {
      throw AtriumException.caller("questions_unreadable", file + " cannot be read as JSON lines.");
    }
  }
}
