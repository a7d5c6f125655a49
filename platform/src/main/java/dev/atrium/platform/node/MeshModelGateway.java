package dev.atrium.platform.node;

import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ClassificationMessages.Classes;
import dev.atrium.platform.inference.ClassificationMessages.Classify;
import dev.atrium.platform.inference.EmbeddingRequest;
import dev.atrium.platform.inference.EmbeddingResult;
import dev.atrium.platform.inference.GenerationRequest;
import dev.atrium.platform.inference.GenerationResult;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.GenerationInput;
import dev.atrium.platform.inference.engine.OutputFormat;
import dev.atrium.platform.inference.engine.SamplingParameters;
import dev.atrium.platform.inference.engine.SamplingParameters.Part;
import dev.atrium.platform.mesh.StreamCall;
import dev.atrium.platform.plugin.ModelAnswer;
import dev.atrium.platform.plugin.ModelGateway;
import dev.atrium.platform.plugin.ModelRequest;
import dev.atrium.platform.plugin.Reading;
import dev.atrium.platform.plugin.ReadingRequest;
import dev.atrium.spi.AnswerFormat;
import dev.atrium.spi.Message;
import dev.atrium.spi.Prompt;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

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

  @Override
  public StreamCall<Reading> read(ReadingRequest request) {
    var base = ModelCatalogue.baseOf(request.model());
    return switch (request.purpose()) {
      case VECTORS -> {
        var call = inference.embed(base, vectors(request));
        yield new StreamCall<>(
            call.done().map(MeshModelGateway::reading).recover(unknown(base)), call.canceller());
      }
      case CLASSES -> {
        var call =
            inference.classify(
                base, new Classify(request.tenant(), request.texts(), request.deadline()));
        yield new StreamCall<>(
            call.done().map(MeshModelGateway::reading).recover(unknown(base)), call.canceller());
      }
    };
  }

  private static EmbeddingRequest vectors(ReadingRequest request) {
    return new EmbeddingRequest(
        request.tenant(),
        request.texts().stream()
            .<GenerationInput.Prompt>map(GenerationInput.Prompt.Text::new)
            .toList(),
        Optional.empty(),
        OptionalInt.empty(),
        ModelCatalogue.adapterOf(request.model()),
        request.deadline());
  }

  private static Reading reading(EmbeddingResult result) {
    return new Reading(
        result.vectors(),
        List.of(),
        result.tokens(),
        result.model(),
        result.totalMillis(),
        result.failure());
  }

  private static Reading reading(Classes result) {
    return new Reading(
        result.probabilities(),
        result.labels(),
        result.tokens(),
        result.model(),
        result.totalMillis(),
        result.failure());
  }

  /** A plugin may name a model that there is not; a tenant's own is always there. */
  private static Function<Throwable, Future<Reading>> unknown(String model) {
    return failure ->
        Future.failedFuture(
            AtriumException.from(failure).code().equals("not_running")
                ? AtriumException.caller(
                    "model_not_found", "There is no model '%s' here.".formatted(model))
                : failure);
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
