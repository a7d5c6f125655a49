package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.config.SettingKey;
import dev.atrium.platform.inference.torch.SampleEncoder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors from the shipped model, over HTTP. */
class EmbeddingsOnNodeTest {
  private static final String BANK = "harbor-bank";
  private static final String SHOP = "yunlan-shop";

  @TempDir private static Path data;
  private static NodeUnderTest node;

  @BeforeAll
  static void start() throws IOException {
    var encoder = new SampleEncoder("bert", List.of(), 1).write(data.resolve("tiny-bert"));
    var sorter =
        new SampleEncoder("xlm-roberta", List.of("bug", "question"), 2)
            .write(data.resolve("tiny-sorter"));
    var encoders = Map.of(SettingKey.ENCODERS, encoder + ", " + sorter);
    node = NodeUnderTest.start(data.resolve("node"), encoders);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static HttpResponse<String> embed(String tenant, String input, String more) {
    var body = "{\"model\":\"default\",\"input\":%s%s}".formatted(input, more);
    return node.post("/v1/embeddings", node.key(tenant), body);
  }

  private static double dot(JsonNode a, JsonNode b) {
    var sum = 0.0;
    for (var i = 0; i < a.size(); i++) {
      sum += a.get(i).doubleValue() * b.get(i).doubleValue();
    }
    return sum;
  }

  @Test
  void vectors_areOfLengthOneAndTheSameAloneAndInAList() {
    var many = json(embed(BANK, "[\"a card\", \"a transfer\", \"a card\"]", "")).get("data");
    var one = json(embed(BANK, "\"a card\"", "")).at("/data/0/embedding");

    assertThat(many).hasSize(3);
    assertThat(many.get(2).get("index").asInt()).isEqualTo(2);
    assertThat(dot(one, one)).isBetween(0.99999, 1.00001);
    assertThat(many.get(0).get("embedding")).isEqualTo(one);
    assertThat(many.get(2).get("embedding")).isEqualTo(one);
    assertThat(many.get(1).get("embedding")).isNotEqualTo(one);
  }

  @Test
  void dimensions_cutAndBringToLengthOneAgain_andBeyondTheModelsAreRefused() {
    var whole = json(embed(BANK, "\"a card\"", "")).at("/data/0/embedding");
    var cut = json(embed(BANK, "\"a card\"", ",\"dimensions\":8")).at("/data/0/embedding");

    assertThat(cut).hasSize(8);
    assertThat(dot(cut, cut)).isBetween(0.99999, 1.00001);
    assertThat(cut.get(0).doubleValue() / cut.get(7).doubleValue())
        .isCloseTo(whole.get(0).doubleValue() / whole.get(7).doubleValue(), withinPercentage(0.01));
    var beyond = embed(BANK, "\"a card\"", ",\"dimensions\":100000");
    assertThat(beyond.statusCode()).isEqualTo(400);
    assertThat(NodeUnderTest.parse(beyond.body()).at("/error/param").asText())
        .isEqualTo("dimensions");
  }

  @Test
  void call_isInTheLedgerWithPromptTokensAlone() {
    var reply = json(embed(SHOP, "[\"一张卡\", \"运费\"]", ",\"user\":\"li\""));

    var row = node.usage(SHOP).at("/rows/0");
    assertThat(row.get("promptTokens")).isEqualTo(reply.at("/usage/prompt_tokens"));
    assertThat(row.get("promptTokens").asInt()).isPositive();
    assertThat(row.get("generatedTokens").asInt()).isZero();
    assertThat(row.get("status").asText()).isEqualToIgnoringCase("completed");
    assertThat(row.get("model").asText()).isEqualTo(reply.get("model").asText());
  }

  @Test
  void textBeyondTheContext_refusesTheWholeCallAndCostsNothing() {
    var before = node.usage(BANK).at("/totals/promptTokens").asInt();

    var refused = embed(BANK, "[\"short\", \"" + "long ".repeat(20_000) + "\"]", "");

    assertThat(refused.statusCode()).isEqualTo(400);
    var error = NodeUnderTest.parse(refused.body()).get("error");
    assertThat(error.get("code").asText()).isEqualTo("input_too_long");
    assertThat(error.get("param").asText()).isEqualTo("input");
    assertThat(node.usage(BANK).at("/totals/promptTokens").asInt()).isEqualTo(before);
  }

  @Test
  void unknownTokensModelsAndAdapters_areRefused() {
    assertThat(embed(BANK, "[1, 999999999]", "").body()).contains("unknown_token");
    var adapter = "{\"model\":\"default:theirs\",\"input\":\"a\"}";
    assertThat(node.post("/v1/embeddings", node.key(BANK), adapter).statusCode()).isEqualTo(404);
    var model = "{\"model\":\"text-embedding-3-small\",\"input\":\"a\"}";
    assertThat(node.post("/v1/embeddings", node.key(BANK), model).statusCode()).isEqualTo(404);
  }

  @Test
  void encoder_isListedAndMakesVectorsUnderItsName() {
    var models = json(node.get("/v1/models", node.key(BANK))).get("data").findValuesAsText("id");
    assertThat(models).contains("default", "tiny-bert", "tiny-sorter");
    var body = "{\"model\":\"tiny-bert\",\"input\":[\"the card costs\",\"a transfer\"]%s}";

    var reply = json(node.post("/v1/embeddings", node.key(BANK), body.formatted("")));

    var vector = reply.at("/data/0/embedding");
    assertThat(vector).hasSize(32);
    assertThat(dot(vector, vector)).isBetween(0.99999, 1.00001);
    assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(6 + 5);
    assertThat(reply.get("model").asText()).startsWith("tiny-bert@");
    assertThat(node.usage(BANK).at("/rows/0/promptTokens").asInt()).isEqualTo(11);
    var first =
        node.post("/v1/embeddings", node.key(BANK), body.formatted(",\"pooling\":\"first\""));
    assertThat(json(first).at("/data/0/embedding")).isNotEqualTo(vector);
  }

  @Test
  void encoder_asAWriter_isRefused() {
    var chat = "{\"model\":\"tiny-bert\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    var refused = node.post("/v1/chat/completions", node.key(BANK), chat);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("model_unfit");
  }

  @Test
  void longList_isComputedWhole() {
    var texts = new StringBuilder("[\"0\"");
    for (var i = 1; i < 300; i++) {
      texts.append(",\"").append(i).append('"');
    }

    var reply = json(embed(BANK, texts.append(']').toString(), ",\"encoding_format\":\"base64\""));

    assertThat(reply.get("data")).hasSize(300);
    assertThat(reply.get("data").findValuesAsText("embedding")).doesNotContain("");
  }

  @Test
  void filteredText_isRefusedBeforeAModelReadsIt() {
    var lexicon = "/v1/safety/lexicons/vectors.csv";
    json(node.put(lexicon, node.key(SHOP), "{\"content\": \"zebra,animal,block\"}"));

    var refused = embed(SHOP, "[\"a horse\", \"a zebra\"]", "");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("content_blocked");
    json(node.delete(lexicon, node.key(SHOP)));
    json(embed(SHOP, "\"a zebra\"", ""));
  }
}
