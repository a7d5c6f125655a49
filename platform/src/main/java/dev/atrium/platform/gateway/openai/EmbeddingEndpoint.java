package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.calls.EmbeddingCall;
import dev.atrium.platform.calls.EmbeddingCall.Embeddings;
import dev.atrium.platform.gateway.call.CallDesk;
import dev.atrium.platform.gateway.call.ReadAnswer;
import dev.atrium.platform.gateway.http.Endpoint;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.gateway.openai.EmbeddingReply.EmbeddingList;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.engine.Pooling;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code POST /v1/embeddings}: vectors of texts. */
public final class EmbeddingEndpoint implements Endpoint {
  private final CallDesk desk;

  public EmbeddingEndpoint(CallDesk desk) {
    this.desk = desk;
  }

  @Override
  public Future<Void> answer(Exchange exchange) {
    var body = exchange.json();
    var context = desk.context(exchange, ChatRequest.user(body));
    var call =
        new EmbeddingCall(
            context,
            body.get("model").textValue(),
            texts(body.get("input")),
            pooling(body),
            dimensions(body));
    var packed = Sampling.field(body, "encoding_format").asText("float").equals("base64");
    return ReadAnswer.run(
        desk, exchange, context, call, (sent, result) -> list(sent, result, packed));
  }

  private static EmbeddingList list(List<Record> sent, CallResult result, boolean packed) {
    var vectors =
        sent.stream()
            .filter(Embeddings.class::isInstance)
            .flatMap(found -> ((Embeddings) found).vectors().stream())
            .toList();
    return EmbeddingList.of(vectors, result, packed);
  }

  /** One text, one list of token ids, or a list of either. */
  private static List<Prompt> texts(JsonNode input) {
    if (input.isTextual() || input.get(0).isNumber()) {
      return List.of(text(input));
    }
    var texts = new ArrayList<Prompt>();
    input.forEach(each -> texts.add(text(each)));
    return texts;
  }

  private static Prompt text(JsonNode node) {
    if (node.isTextual()) {
      return new Prompt.Text(node.textValue());
    }
    var ids = new ArrayList<Integer>();
    node.forEach(id -> ids.add(id.intValue()));
    return new Prompt.Tokens(ids);
  }

  private static Optional<Pooling> pooling(JsonNode body) {
    return Optional.ofNullable(Sampling.field(body, "pooling").textValue())
        .map(word -> Pooling.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static OptionalInt dimensions(JsonNode body) {
    var dimensions = Sampling.field(body, "dimensions");
    return dimensions.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(dimensions.intValue());
  }
}
