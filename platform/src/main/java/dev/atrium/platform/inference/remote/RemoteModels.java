package dev.atrium.platform.inference.remote;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.remote.RemoteModel.Endpoint;
import dev.atrium.platform.inference.remote.RemoteModel.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads the file that describes remote models, strictly: all problems are told together. Blocks.
 */
public final class RemoteModels {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .addModule(new Jdk8Module())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern URL = Pattern.compile("https?://[!-~]{1,500}");
  private static final Pattern CREDENTIAL = Pattern.compile("none|env:\\w+|file:.+");
  private static final int USUAL_ATTEMPTS = 3;
  private static final int MOST_ATTEMPTS = 10;

  private RemoteModels() {}

  private record FileContent(List<ModelContent> models) {}

  private record ModelContent(
      String name,
      int contextTokens,
      List<EndpointContent> endpoints,
      OptionalInt attempts,
      OptionalInt connectSeconds,
      OptionalInt answerSeconds,
      OptionalInt stallSeconds) {}

  private record EndpointContent(
      @JsonProperty(required = true) String url,
      @JsonProperty(required = true) String model,
      Optional<Map<String, String>> credentials) {}

  /**
   * @throws AtriumException {@code invalid_remote_models} with all problems, one per line
   */
  public static List<RemoteModel> read(Path file) {
    try {
      var content = YAML.readValue(file.toFile(), FileContent.class);
      var models = Optional.ofNullable(content.models()).orElse(List.of());
      var problems = problems(models);
      if (!problems.isEmpty()) {
        throw invalid(file, String.join("\n", problems));
      }
      return models.stream().map(RemoteModels::model).toList();
    } catch (JacksonException malformed) {
      throw invalid(file, malformed.getOriginalMessage());
    } catch (IOException unreadable) {
      throw invalid(file, "it cannot be read");
    }
  }

  private static List<String> problems(List<ModelContent> models) {
    var problems = new ArrayList<String>();
    var names = new HashSet<String>();
    for (int index = 0; index < models.size(); index++) {
      var model = models.get(index);
      var place = "models[%d].".formatted(index);
      require(problems, matches(NAME, model.name()), place + "name must match " + NAME);
      require(problems, names.add(model.name()), place + "name stands twice");
      require(problems, model.contextTokens() > 0, place + "contextTokens must be above 0");
      int attempts = model.attempts().orElse(USUAL_ATTEMPTS);
      require(
          problems,
          attempts >= 1 && attempts <= MOST_ATTEMPTS,
          place + "attempts must be 1 to " + MOST_ATTEMPTS);
      var endpoints = Optional.ofNullable(model.endpoints()).orElse(List.of());
      require(problems, !endpoints.isEmpty(), place + "endpoints must hold at least one");
      endpoints.forEach(endpoint -> check(problems, place + "endpoints: ", endpoint));
    }
    return problems;
  }

  private static void check(List<String> problems, String place, EndpointContent endpoint) {
    require(
        problems, matches(URL, endpoint.url()), place + "url must begin with http:// or https://");
    endpoint
        .credentials()
        .orElse(Map.of())
        .forEach(
            (tenant, source) ->
                require(
                    problems,
                    matches(CREDENTIAL, source),
                    place + "credentials." + tenant + " must be env:NAME, file:PATH or none"));
  }

  private static boolean matches(Pattern form, String text) {
    return text != null && form.matcher(text).matches();
  }

  private static void require(List<String> problems, boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static RemoteModel model(ModelContent content) {
    var usual = Patience.USUAL;
    return new RemoteModel(
        content.name(),
        content.contextTokens(),
        content.endpoints().stream().map(RemoteModels::endpoint).toList(),
        content.attempts().orElse(USUAL_ATTEMPTS),
        new Patience(
            seconds(content.connectSeconds(), usual.connect()),
            seconds(content.answerSeconds(), usual.answer()),
            seconds(content.stallSeconds(), usual.stall())));
  }

  private static Endpoint endpoint(EndpointContent content) {
    var url = content.url().replaceAll("/+$", "");
    return new Endpoint(
        url, content.model(), content.credentials().orElse(Map.of("default", "none")));
  }

  private static Duration seconds(OptionalInt given, Duration usual) {
    return given.isPresent() ? Duration.ofSeconds(Math.max(1, given.getAsInt())) : usual;
  }

  private static AtriumException invalid(Path file, String problem) {
    return AtriumException.caller("invalid_remote_models", file + ": " + problem);
  }
}
