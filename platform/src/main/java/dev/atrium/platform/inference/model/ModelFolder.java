package dev.atrium.platform.inference.model;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.engine.OutputFormat;
import dev.atrium.platform.inference.engine.SamplingDefaults;
import dev.atrium.platform.inference.engine.TextCodec;
import dev.atrium.platform.inference.engine.TokenRule;
import dev.atrium.platform.inference.grammar.Formats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model folder as Hugging Face publishes it: {@code config.json}, {@code *.safetensors}, {@code
 * tokenizer.json}, {@code tokenizer_config.json}, {@code generation_config.json}.
 *
 * <p>Everything but the weights is read when the folder is opened; weights are mapped by {@link
 * #checkpoint}.
 */
public final class ModelFolder implements TextCodec, AutoCloseable {
  private static final List<String> SPECIAL = List.of("bos_token", "eos_token", "pad_token");

  private final Path folder;
  private final ModelConfig config;
  private final Tokenizer tokenizer;
  private final Optional<ChatTemplate> template;
  private final GenerationAdvice advice;
  private Optional<Formats> formats = Optional.empty();

  private ModelFolder(
      Path folder,
      ModelConfig config,
      Tokenizer tokenizer,
      Optional<ChatTemplate> template,
      GenerationAdvice advice) {
    this.folder = folder;
    this.config = config;
    this.tokenizer = tokenizer;
    this.template = template;
    this.advice = advice;
  }

  /**
   * Opens a folder.
   *
   * @throws AtriumException OUTSIDE, {@code model_broken} or {@code model_unsupported}, naming file
   *     and key
   */
  public static ModelFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw AtriumException.outside("model_broken", folder + ": is no folder.");
    }
    var config = ConfigReader.read(folder);
    var advice = GenerationAdvice.read(folder, config);
    var template = template(folder);
    var tokenizer = Tokenizer.read(folder.resolve("tokenizer.json"));
    return new ModelFolder(folder, config, tokenizer, template, advice);
  }

  /**
   * The shape of the model in a folder.
   *
   * @throws AtriumException as {@link #open}
   */
  public static ModelConfig configOf(Path folder) {
    return ConfigReader.read(folder);
  }

  /** The folder's own name: the model's id. */
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  public Path path() {
    return folder;
  }

  public ModelConfig config() {
    return config;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Tokens that end a turn. */
  public Set<Integer> endTokens() {
    return advice.endTokens();
  }

  /** How tokens are chosen where a request does not say. */
  public SamplingDefaults samplingDefaults() {
    return advice.sampling();
  }

  /** Maps the weights; the caller closes them. */
  public Checkpoint checkpoint() {
    return Checkpoint.open(folder);
  }

  /** A short name of these weights: changes when a file of weights does. */
  public String version() {
    return version(folder);
  }

  static String version(Path folder) {
    try (var files = Files.list(folder)) {
      var facts = new TreeSet<String>();
      for (var file : (Iterable<Path>) files::iterator) {
        var name = String.valueOf(file.getFileName());
        if (name.endsWith(".safetensors")) {
          facts.add(name + Files.size(file) + Files.getLastModifiedTime(file).toMillis());
        }
      }
      return "%08x".formatted(facts.hashCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] encode(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public String decode(int[] tokens) {
    return tokenizer.decode(tokens, true);
  }

  @Override
  public byte[] bytes(int token) {
    return tokenizer.bytes(token);
  }

  @Override
  public TokenRule rule(OutputFormat format) {
    return formats().orElseThrow().rule(format);
  }

  /** Made when the first format is asked for: most models never are. */
  private synchronized Optional<Formats> formats() {
    formats = formats.or(() -> Optional.of(new Formats(config.vocabulary(), tokenizer::bytes)));
    return formats;
  }

  @Override
  public String render(List<ChatMessage> messages, List<Map<String, Object>> tools) {
    return requireTemplate().render(messages, tools, true);
  }

  /**
   * The messages as the model was trained to read them.
   *
   * @param open whether to begin the model's turn
   */
  public String render(List<ChatMessage> messages, boolean open) {
    return requireTemplate().render(messages, List.of(), open);
  }

  private ChatTemplate requireTemplate() {
    return template.orElseThrow(
        () ->
            AtriumException.caller(
                "no_chat_template",
                "Model " + name() + " has no chat template: give it text, not messages."));
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private static Optional<ChatTemplate> template(Path folder) {
    var file = folder.resolve("tokenizer_config.json");
    var config = JsonFile.readIfPresent(file);
    var variables = new HashMap<String, Object>();
    for (var name : SPECIAL) {
      config.flatMap(json -> tokenText(json, name)).ifPresent(text -> variables.put(name, text));
    }
    var apart = folder.resolve("chat_template.jinja");
    if (Files.exists(apart)) {
      return Optional.of(ChatTemplate.of(apart, read(apart), variables));
    }
    return config
        .flatMap(ModelFolder::templateText)
        .map(text -> ChatTemplate.of(file, text, variables));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Broken.file(file, "can't be read", e);
    }
  }

  /** A token is given as text, or as an object with its {@code content}. */
  private static Optional<String> tokenText(JsonFile json, String name) {
    var value = json.root().path(name);
    return Optional.ofNullable(
        value.isObject() ? value.path("content").textValue() : value.textValue());
  }

  /** One template, or several with names, of which one is the default. */
  private static Optional<String> templateText(JsonFile json) {
    var value = json.root().path("chat_template");
    if (value.isTextual()) {
      return Optional.of(value.textValue());
    }
    for (var named : value) {
      if (named.path("name").asText("").equals("default")) {
        return Optional.ofNullable(named.path("template").textValue());
      }
    }
    return Optional.empty();
  }
}
