package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.sample.SampleAdapter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants install adapters on a running node, over HTTP. */
class AdaptersOnNodeTest {
  private static final String BANK = "harbor-bank";
  private static final String SHOP = "yunlan-shop";

  /** Installs an adapter with random weights for the shipped model. */
  static JsonNode install(NodeUnderTest node, String key, String name, long seed) {
    try {
      var folder = Files.createTempDirectory("adapter");
      var model = NodeUnderTest.settings(folder, Map.of()).model();
      SampleAdapter.write(ModelFolder.configOf(model), 4, seed, folder);
      var archive = folder.resolve("adapter.zip");
      try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
        for (var file : new String[] {"adapter_config.json", "adapter_model.safetensors"}) {
          zip.putNextEntry(new ZipEntry(file));
          Files.copy(folder.resolve(file), zip);
        }
      }
      return json(upload(node, key, "?name=" + name, Files.readAllBytes(archive)));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static HttpResponse<String> upload(
      NodeUnderTest node, String key, String query, byte[] body) {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(node.url() + "/v1/adapters" + query))
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/octet-stream")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private static HttpResponse<String> chat(NodeUnderTest node, String tenant, String model) {
    var body =
        """
        {"model": "%s", "max_tokens": 8, "temperature": 0,
         "messages": [{"role": "user", "content": "What does a card cost?"}]}
        """;
    return node.post("/v1/chat/completions", node.key(tenant), body.formatted(model));
  }

  @Test
  void adapterOfATenant_servesItAloneUntilItIsDeleted(@TempDir Path data) {
    String key;
    try (var node = NodeUnderTest.start(data)) {
      key = node.key(BANK);
      assertThat(chat(node, BANK, "default:tone").statusCode()).isEqualTo(404);

      var installed = install(node, key, "tone", 1);

      assertThat(installed.get("model").asText()).isEqualTo("default:tone");
      assertThat(installed.get("rank").asInt()).isEqualTo(4);
      assertThat(chat(node, BANK, "default:tone").statusCode()).isEqualTo(200);
      var vectors = "{\"model\":\"default:tone\",\"input\":\"a card\"}";
      assertThat(node.post("/v1/embeddings", key, vectors).statusCode()).isEqualTo(200);
      assertThat(chat(node, SHOP, "default:tone").statusCode()).isEqualTo(404);
      assertThat(json(node.get("/v1/adapters", node.key(SHOP))).get("adapters")).isEmpty();
      var theirs = node.delete("/v1/adapters/tone", node.key(SHOP));
      var nobodys = node.delete("/v1/adapters/none", node.key(SHOP));
      assertThat(theirs.statusCode()).isEqualTo(404).isEqualTo(nobodys.statusCode());
      assertThat(NodeUnderTest.parse(theirs.body()).get("detail"))
          .isEqualTo(NodeUnderTest.parse(nobodys.body()).get("detail"));

      refusals(node, key);
      install(node, key, "tone", 2);
      assertThat(json(node.get("/v1/adapters", key)).get("adapters")).hasSize(1);
    }
    try (var again = NodeUnderTest.start(data)) {
      var list = json(again.get("/v1/adapters", key)).get("adapters");
      assertThat(list.findValuesAsText("name")).containsExactly("tone");
      var body = "{\"model\":\"default:tone\",\"prompt\":\"a\",\"max_tokens\":1}";
      assertThat(again.post("/v1/completions", key, body).statusCode()).isEqualTo(200);
      assertThat(json(again.delete("/v1/adapters/tone", key)).get("adapters")).isEmpty();
      assertThat(again.post("/v1/completions", key, body).statusCode()).isEqualTo(404);
    }
  }

  private static void refusals(NodeUnderTest node, String key) {
    var broken = upload(node, key, "?name=tone", "no adapter".getBytes());
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(NodeUnderTest.parse(broken.body()).get("code").asText())
        .isEqualTo("adapter_refused");
    assertThat(upload(node, key, "", new byte[9]).statusCode()).isEqualTo(400);
    assertThat(upload(node, key, "?name=../tone", new byte[9]).statusCode()).isEqualTo(400);
    assertThat(chat(node, BANK, "default:tone").statusCode()).isEqualTo(200);
  }
}
