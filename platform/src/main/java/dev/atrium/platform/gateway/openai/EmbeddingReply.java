package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.calls.CallResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** The document of vectors, as OpenAI's clients read it. */
final class EmbeddingReply {
  private EmbeddingReply() {}

  record EmbeddingList(String object, List<Embedding> data, String model, Usage usage) {
    /**
     * @param packed whether the numbers are written as base64 of little-endian 32-bit floats
     */
    static EmbeddingList of(List<float[]> vectors, CallResult result, boolean packed) {
      var data =
          IntStream.range(0, vectors.size())
              .mapToObj(
                  index ->
                      new Embedding(
                          "embedding",
                          index,
                          packed ? base64(vectors.get(index)) : vectors.get(index)))
              .toList();
      var tokens = result.usage().prompt();
      return new EmbeddingList("list", data, result.model(), new Usage(tokens, tokens));
    }
  }

  /**
   * @param embedding numbers, or text that packs them
   */
  record Embedding(String object, int index, Object embedding) {}

  record Usage(
      @JsonProperty("prompt_tokens") int promptTokens,
      @JsonProperty("total_tokens") int totalTokens) {}

  private static String base64(float[] vector) {
    var bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
