package dev.atrium.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java and LangChain4j's, unmodified. */
class JavaClientsTest {
  private static GatewayFixture server;
  private static OpenAIClient openAi;

  @BeforeAll
  static void start() {
    server = new GatewayFixture();
    openAi = openAi(GatewayFixture.KEY);
  }

  @AfterAll
  static void stop() {
    openAi.close();
    server.close();
  }

  private static OpenAIClient openAi(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(server.url("/v1"))
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  private static ChatCompletionCreateParams.Builder chat() {
    return ChatCompletionCreateParams.builder()
        .model("echo")
        .addUserMessage("one two three")
        .temperature(0.0);
  }

  @Test
  void openAisClientReadsAWholeAnswer() {
    var completion = openAi.chat().completions().create(chat().build()).validate();

    assertThat(completion.choices().getFirst().message().content()).contains("one two three");
    assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(9);
  }

  @Test
  void openAisClientReadsAStream() {
    try (var stream = openAi.chat().completions().createStreaming(chat().build())) {
      var text =
          stream.stream()
              .map(chunk -> chunk.validate())
              .flatMap(chunk -> chunk.choices().stream())
              .flatMap(choice -> choice.delta().content().stream())
              .collect(Collectors.joining());

      assertThat(text).isEqualTo("one two three");
    }
  }

  @Test
  void openAisClientReadsAResponseWholeAndStreamed() {
    var asked = ResponseCreateParams.builder().model("echo").input("one two").build();

    var whole = openAi.responses().create(asked).validate();

    assertThat(whole.output().getFirst().asMessage().content().getFirst().asOutputText().text())
        .isEqualTo("one two");
    try (var stream = openAi.responses().createStreaming(asked)) {
      var text =
          stream.stream()
              .map(event -> event.validate())
              .flatMap(event -> event.outputTextDelta().stream())
              .map(delta -> delta.delta())
              .collect(Collectors.joining());
      assertThat(text).isEqualTo("one two");
    }
  }

  @Test
  void openAisClientReadsVectors() {
    var asked =
        EmbeddingCreateParams.builder()
            .model("echo")
            .inputOfArrayOfStrings(List.of("one", "three"))
            .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
            .user("u-1")
            .build();

    var vectors = openAi.embeddings().create(asked).validate();

    assertThat(vectors.data()).hasSize(2);
    assertThat(vectors.data().get(1).embedding()).containsExactly(0.6f, 0.8f, 5f);
    assertThat(vectors.usage().promptTokens()).isEqualTo(5);
  }

  @Test
  void langChainReadsVectors() {
    var model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(server.url("/v1"))
            .apiKey(GatewayFixture.KEY)
            .modelName("echo")
            .maxRetries(0)
            .build();

    var answer = model.embedAll(List.of(TextSegment.from("one"), TextSegment.from("three")));

    assertThat(answer.content()).hasSize(2);
    assertThat(answer.content().get(0).vector()).containsExactly(0.6f, 0.8f, 3f);
    assertThat(answer.tokenUsage().inputTokenCount()).isEqualTo(5);
  }

  @Test
  void openAisClientKnowsOurErrors() {
    assertThatThrownBy(() -> openAi.chat().completions().create(chat().temperature(3.0).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> assertThat(refused.param()).contains("temperature"));
    var stranger = openAi("wrong");
    assertThatThrownBy(() -> stranger.chat().completions().create(chat().build()))
        .isInstanceOf(UnauthorizedException.class);
    stranger.close();
  }

  @Test
  void langChainReadsAWholeAnswer() {
    var response = langChain("echo").chat(UserMessage.from("one two three"));

    assertThat(response.aiMessage().text()).isEqualTo("one two three");
    assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(9);
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void langChainReadsCallsOfTools() {
    var weather =
        ToolSpecification.builder()
            .name("weather")
            .description("Tells the weather.")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();
    var request =
        ChatRequest.builder()
            .messages(UserMessage.from("Is it raining?"))
            .toolSpecifications(weather)
            .build();

    var response = langChain("tool").chat(request);

    assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    assertThat(response.aiMessage().toolExecutionRequests().getFirst().arguments())
        .isEqualTo("{\"city\":\"Kiel\"}");
  }

  @Test
  void langChainReadsAStream() throws Exception {
    var model =
        OpenAiStreamingChatModel.builder()
            .baseUrl(server.url("/v1"))
            .apiKey(GatewayFixture.KEY)
            .modelName("echo")
            .build();
    var end = new CompletableFuture<ChatResponse>();
    var text = new StringBuffer();

    model.chat(
        "one two three",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            text.append(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
          }

          @Override
          public void onError(Throwable failure) {
            end.completeExceptionally(failure);
          }
        });

    assertThat(end.get(20, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("one two three");
    assertThat(text.toString()).isEqualTo("one two three");
  }

  private static OpenAiChatModel langChain(String model) {
    return OpenAiChatModel.builder()
        .baseUrl(server.url("/v1"))
        .apiKey(GatewayFixture.KEY)
        .modelName(model)
        .maxRetries(0)
        .build();
  }
}
