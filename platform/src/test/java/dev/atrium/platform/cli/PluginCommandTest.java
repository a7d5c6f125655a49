package dev.atrium.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.node.NodeUnderTest;
import dev.atrium.platform.plugin.loading.PluginJar;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin commands against a node that serves. */
class PluginCommandTest {
  private static final String TENANT = "harbor-bank";
  private static final String ROUTE = "/v1/scenarios/customer-service/conversations/c-%d/messages";

  @TempDir Path folder;
  private int conversation;

  private record Ran(int status, String out, String err) {}

  @Test
  void commands_changeWhatARunningNodeServes() throws Exception {
    try (var node = NodeUnderTest.start(folder.resolve("data"))) {
      var operator = node.report().operatorKey().orElseThrow();
      assertThat(ran(node, operator, "list").out()).contains("customer-service", "STARTED");
      var shipped = node.report().plugins().getFirst().version();

      var newer = says("9.0.0", "hello from nine");
      assertThat(ran(node, operator, "install", newer).err()).contains("upgrade it");
      assertThat(ran(node, operator, "upgrade", newer).status()).isZero();
      assertThat(say(node).path("text").asText()).isEqualTo("hello from nine");

      assertThat(ran(node, operator, "choose", "customer-service", TENANT, shipped).status())
          .isZero();
      assertThat(say(node).path("text").asText()).isNotEqualTo("hello from nine");
      assertThat(ran(node, operator, "choose", "customer-service", TENANT).status()).isZero();

      assertThat(ran(node, operator, "rollback", "customer-service").out()).contains(shipped);
      assertThat(say(node).path("text").asText()).isNotEqualTo("hello from nine");

      assertThat(ran(node, node.key(TENANT), "list").err()).contains("operator's key");
      assertThat(ran(node, operator, "remove", "absent").err()).contains("no plugin 'absent'");
      assertThat(ran(node, operator, "remove", "customer-service").out()).contains("REMOVED");
      assertThat(node.post(route(), node.key(TENANT), "{\"text\":\"hello\"}").statusCode())
          .isEqualTo(503);
      assertThat(ran(node, operator, "install", newer).status()).isZero();
      assertThat(say(node).path("text").asText()).isEqualTo("hello from nine");

      var broken = Files.writeString(folder.resolve("broken.jar"), "no jar").toString();
      assertThat(ran(node, operator, "upgrade", broken).err()).contains("no whole jar or zip");
    }
  }

  private String route() {
    return ROUTE.formatted(conversation++);
  }

  private JsonNode say(NodeUnderTest node) {
    return NodeUnderTest.json(node.post(route(), node.key(TENANT), "{\"text\":\"hello\"}"));
  }

  private String says(String version, String word) {
    return PluginJar.answering("customer-service", "answer.text(\"" + word + "\");")
        .property("plugin.version", version)
        .jar(folder, "customer-service-" + version + ".jar")
        .toString();
  }

  private static Ran ran(NodeUnderTest node, String key, String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of("plugin"));
    all.add(words[0]);
    all.addAll(List.of("--url", node.url(), "--key", key));
    all.addAll(List.of(words).subList(1, words.length));
    var status =
        Atrium.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(status, out.toString(), err.toString());
  }
}
