package dev.atrium.platform.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.gateway.http.Refusal;
import dev.atrium.platform.inference.engine.OutputFormat;
import dev.atrium.platform.inference.engine.SamplingParameters;

/** Reads what an answer must look like from a body that the contract has let through. */
public final class Formats {
  private Formats() {}

  /**
   * @param format OpenAI's description; missing if any text will do
   * @param path names the field in a refusal
   */
  public static SamplingParameters required(
      SamplingParameters sampling, JsonNode format, String path) {
    return switch (format.path("type").asText("text")) {
      case "json_object" -> sampling.withFormat(new OutputFormat.JsonObject());
      case "json_schema" ->
          sampling.withFormat(
              schema(format.has("json_schema") ? format.get("json_schema") : format, path));
      default -> sampling;
    };
  }

  private static OutputFormat schema(JsonNode described, String path) {
    var schema = described.path("schema");
    if (!schema.isObject()) {
      throw Refusal.invalid(path + ".schema", "'" + path + ".schema' must be a JSON schema.");
    }
    return new OutputFormat.JsonSchema(schema.toString());
  }
}
