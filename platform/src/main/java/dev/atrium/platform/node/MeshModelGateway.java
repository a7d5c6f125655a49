package dev.atrium.platform.node;

import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.OutputFormat;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.SamplingParameters.Part;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.plugin.ModelAnswer;
import dev.atrium.platform.plugin.ModelGateway;
import dev.atrium.platform.plugin.ModelRequest;
import dev.atrium.spi.AnswerFormat;
import dev.atrium.spi.Message;
import dev.atrium.spi.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Brings a plugin's model calls to the replicas of the mesh. */
public final class MeshModelGateway implements ModelGateway {
  private final InferenceClient inference;

  public MeshModelGateway(InferenceClient inference) {
    this.inference = inference;
  }

  @Override
  public StreamCall<ModelAnswer> generate(ModelRequest request, Consumer<TextDelta> sink) {
    var generation =
        inference.generate(
            request.model(),
            new GenerationRequest(
                request.tenant(),
                new GenerationInput.Prompt.Chat(messages(request.prompt())),
                sampling(request.prompt()),
                request.deadline()),
            piece -> sink.accept(new TextDelta(piece.text(), piece.tokens())));
    return new StreamCall<>(
        generation.done().map(MeshModelGateway::answer), generation.canceller());
  }

  private static List<ChatMessage> messages(Prompt prompt) {
    return prompt.messages().stream()
        .map(message -> new ChatMessage(role(message.role()), message.text()))
        .toList();
  }

  private static String role(Message.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static SamplingParameters sampling(Prompt prompt) {
    return new SamplingParameters(
            prompt.temperature(), 1, 0, OptionalLong.empty(), List.of(), prompt.maxTokens())
        .withFormat(format(prompt.format()))
        .leaving(Set.of(Part.TOP_P, Part.TOP_K, Part.MIN_P, Part.REPETITION));
  }

  private static OutputFormat format(AnswerFormat format) {
    return switch (format) {
      case AnswerFormat.Free free -> OutputFormat.FREE;
      case AnswerFormat.OneOf(var texts) -> new OutputFormat.Choice(texts);
      case AnswerFormat.Matching(var regex) -> new OutputFormat.Regex(regex);
      case AnswerFormat.Json(var schema) -> new OutputFormat.JsonSchema(schema);
    };
  }

  private static ModelAnswer answer(GenerationResult result) {
    return new ModelAnswer(
        result.finish(), result.usage(), result.model(), result.totalMillis(), result.failure());
  }
}
