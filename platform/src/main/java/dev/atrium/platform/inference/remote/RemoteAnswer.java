package dev.atrium.platform.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.engine.FinishReason;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What an endpoint's chunks come to. Each piece of text counts as one token until the endpoint
 * tells its usage; the difference goes with the last piece. Used on one context.
 */
final class RemoteAnswer {
  private static final String DONE = "[DONE]";

  private final int choices;
  private final Consumer<GenerationPiece> sink;
  private final Map<Integer, FinishReason> finishes = new TreeMap<>();
  private final Map<Integer, Map<Integer, ObjectNode>> calls = new TreeMap<>();
  private Optional<TokenUsage> told = Optional.empty();
  private int counted;
  private boolean done;

  RemoteAnswer(int choices, Consumer<GenerationPiece> sink) {
    this.choices = choices;
    this.sink = sink;
  }

  /** Takes an event's data; false if it is not what a chat completion is made of. */
  boolean take(String data) {
    if (data.equals(DONE)) {
      done = true;
      return true;
    }
    try {
      var chunk = RemoteRequest.JSON.readTree(data);
      if (!chunk.isObject() || chunk.hasNonNull("error")) {
        return false;
      }
      chunk.path("choices").forEach(this::takeChoice);
      usage(chunk.path("usage"));
      return true;
    } catch (JsonProcessingException malformed) {
      return false;
    }
  }

  /** Whether the endpoint said all that it had to say. */
  boolean complete() {
    return done && finishes.size() == choices;
  }

  /** Whether anything was said that a caller may have seen, or that was surely computed. */
  boolean begun() {
    return counted > 0 || !calls.isEmpty() || told.isPresent();
  }

  /** Passes on what is left when the answer is whole. */
  void end() {
    calls.forEach(
        (choice, byIndex) -> byIndex.values().forEach(call -> piece(choice, written(call))));
    int rest = usage().generated() - counted;
    if (rest > 0) {
      sink.accept(new GenerationPiece("", rest, 0, List.of()));
    }
  }

  TokenUsage usage() {
    return told.orElse(new TokenUsage(0, 0, counted));
  }

  /** How each answer ended; those that did not end as the given reason says. */
  List<FinishReason> finishes(FinishReason otherwise) {
    return IntStream.range(0, choices)
        .mapToObj(choice -> finishes.getOrDefault(choice, otherwise))
        .toList();
  }

  private void takeChoice(JsonNode node) {
    int choice = node.path("index").asInt();
    if (choice < 0 || choice >= choices) {
      return;
    }
    var text = node.at("/delta/content").asText("");
    if (!text.isEmpty() && !node.at("/delta/content").isNull()) {
      piece(choice, text);
    }
    node.at("/delta/tool_calls").forEach(call -> gather(choice, call));
    if (node.hasNonNull("finish_reason")) {
      finishes.put(choice, finish(node.get("finish_reason").asText()));
    }
  }

  private void piece(int choice, String text) {
    counted++;
    sink.accept(new GenerationPiece(text, 1, choice, List.of()));
  }

  /** Calls of tools come in pieces: a name first, then its arguments. */
  private void gather(int choice, JsonNode call) {
    var gathered =
        calls
            .computeIfAbsent(choice, first -> new TreeMap<>())
            .computeIfAbsent(
                call.path("index").asInt(), first -> RemoteRequest.JSON.createObjectNode());
    append(gathered, "name", call.at("/function/name"));
    append(gathered, "arguments", call.at("/function/arguments"));
  }

  private static void append(ObjectNode gathered, String name, JsonNode more) {
    if (more.isTextual()) {
      gathered.put(name, gathered.path(name).asText() + more.textValue());
    }
  }

  /** A call in the form in which models write it, which those who read answers understand. */
  private static String written(ObjectNode call) {
    var arguments = call.path("arguments").asText();
    return "<tool_call>\n{\"name\": %s, \"arguments\": %s}\n</tool_call>"
        .formatted(call.path("name"), arguments.isBlank() ? "{}" : arguments);
  }

  private static FinishReason finish(String reason) {
    return switch (reason) {
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.FILTERED;
      default -> FinishReason.STOP;
    };
  }

  private void usage(JsonNode usage) {
    if (usage.isObject()) {
      told =
          Optional.of(
              new TokenUsage(
                  usage.path("prompt_tokens").asInt(),
                  usage.at("/prompt_tokens_details/cached_tokens").asInt(),
                  usage.path("completion_tokens").asInt()));
    }
  }
}
