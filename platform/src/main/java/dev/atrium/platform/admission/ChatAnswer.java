package dev.atrium.platform.admission;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.ChatCompletion;
import dev.atrium.platform.inference.GenerationPiece;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.inference.tools.ModelSays;
import dev.atrium.platform.inference.tools.ToolCallReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Passes a model's answers on, their calls of tools told apart. Used on one context. */
final class ChatAnswer {
  private final OpenCall call;
  private final Consumer<CallEvent> sink;
  private final Optional<Set<String>> tools;
  private final int mostCalls;
  private final Map<Integer, Reading> readings = new HashMap<>();

  /** One answer, read for calls. */
  private static final class Reading {
    private final ToolCallReader reader;
    private int calls;

    Reading(ToolCallReader reader) {
      this.reader = reader;
    }
  }

  ChatAnswer(ChatCompletion request, OpenCall call, Consumer<CallEvent> sink) {
    this.call = call;
    this.sink = sink;
    this.mostCalls = request.toolCalls();
    this.tools =
        request.prompt() instanceof Prompt.Chat chat && !chat.tools().isEmpty()
            ? Optional.of(names(chat))
            : Optional.empty();
  }

  private static Set<String> names(Prompt.Chat chat) {
    return chat.tools().stream()
        .map(tool -> tool.get("function"))
        .filter(Map.class::isInstance)
        .map(function -> String.valueOf(((Map<?, ?>) function).get("name")))
        .collect(Collectors.toSet());
  }

  void pass(GenerationPiece piece) {
    call.answering();
    if (tools.isEmpty()) {
      sink.accept(
          new CallEvent.TextDelta(piece.text(), piece.tokens(), piece.choice(), piece.logprobs()));
      return;
    }
    var reading =
        readings.computeIfAbsent(
            piece.choice(), choice -> new Reading(new ToolCallReader(tools.get())));
    for (var said : reading.reader.offer(piece.text(), piece.tokens())) {
      sink.accept(event(said, reading, piece.choice()));
    }
  }

  /** Passes on what was held back. */
  void finish() {
    readings.forEach(
        (choice, reading) ->
            reading.reader.finish().forEach(said -> sink.accept(event(said, reading, choice))));
  }

  private CallEvent event(ModelSays said, Reading reading, int choice) {
    return switch (said) {
      case ModelSays.Text(var text, var tokens) -> text(text, tokens, choice);
      case ModelSays.Call found when reading.calls < mostCalls ->
          called(found, reading.calls++, choice);
      case ModelSays.Call beyond -> text("", beyond.tokens(), choice);
    };
  }

  private static CallEvent text(String text, int tokens, int choice) {
    return new CallEvent.TextDelta(text, tokens, choice, List.of());
  }

  private CallEvent called(ModelSays.Call found, int index, int choice) {
    var id = "call_%s%d_%d".formatted(call.context().callId().replace("-", ""), choice, index);
    return new CallEvent.ToolCalled(
        index, id, found.name(), found.arguments(), found.tokens(), choice);
  }
}
