package dev.atrium.platform.inference.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.ChatMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's chat template, rendered as Hugging Face renders it: Jinja2 with trimmed blocks,
 * Python's string methods, and the functions that their templates expect. Any thread.
 *
 * <p>Jinjava differs from Jinja2 where this class bends it: {@code not x is defined} is rewritten
 * to {@code x is not defined}, since Jinjava reads {@code (not x) is defined}; Python's methods
 * come from {@link PythonMethods}; {@code tojson} writes as Python's {@code json.dumps} does.
 */
public final class ChatTemplate {
  private static final Pattern TAG = Pattern.compile("\\{%.*?%}|\\{\\{.*?}}", Pattern.DOTALL);
  private static final Pattern TOOLS = Pattern.compile("\\btools\\b");
  private static final Pattern NOT_IS =
      Pattern.compile("\\bnot\\s+([\\w.]+(?:\\[[^\\]]*])*)\\s+is\\s+(?!not\\b)");

  private final Jinjava jinjava;
  private final Path source;
  private final String template;
  private final Map<String, Object> variables;
  private final boolean knowsTools;

  private ChatTemplate(Path source, String template, Map<String, Object> variables) {
    this.jinjava = jinjava();
    this.source = source;
    this.template = prepare(template);
    this.variables = Map.copyOf(variables);
    this.knowsTools = TOOLS.matcher(template).find();
  }

  /**
   * @param source the file that it comes from, for messages
   * @param variables what the template may use beside the messages, such as {@code bos_token}
   */
  public static ChatTemplate of(Path source, String template, Map<String, Object> variables) {
    return new ChatTemplate(source, template, variables);
  }

  /**
   * The messages as text.
   *
   * @param open whether to begin the model's turn
   * @throws AtriumException CALLER if the template refuses the messages
   */
  public String render(List<ChatMessage> messages, boolean open) {
    return render(messages, List.of(), open);
  }

  /**
   * The messages as text.
   *
   * @param tools what the model may call, JSON-like descriptions
   * @param open whether to begin the model's turn
   * @throws AtriumException CALLER if the template refuses the messages, or knows no tools
   */
  public String render(List<ChatMessage> messages, List<Map<String, Object>> tools, boolean open) {
    if (!tools.isEmpty() && !knowsTools) {
      throw AtriumException.caller(
          "tools_unsupported", "This model's chat template knows no tools; leave 'tools' out.");
    }
    var context = new HashMap<String, Object>();
    context.put("messages", messages.stream().map(ChatTemplate::plain).toList());
    context.put("add_generation_prompt", open);
    if (!tools.isEmpty()) {
      context.put("tools", tools);
    }
    return renderWith(context);
  }

  /** Renders with these variables, JSON-like values. */
  String renderWith(Map<String, Object> more) {
    var context = new HashMap<String, Object>(variables);
    context.putAll(more);
    var result = jinjava.renderForResult(template, context);
    for (var error : result.getErrors()) {
      if (error.getSeverity() == ErrorType.FATAL) {
        throw failure(error);
      }
    }
    return result.getOutput();
  }

  private static Map<String, Object> plain(ChatMessage message) {
    var plain = new HashMap<String, Object>();
    plain.put("role", message.role());
    plain.put("content", message.content());
    message.toolCallId().ifPresent(id -> plain.put("tool_call_id", id));
    if (!message.toolCalls().isEmpty()) {
      plain.put("tool_calls", message.toolCalls().stream().map(ChatTemplate::plain).toList());
    }
    return plain;
  }

  private static Map<String, Object> plain(ChatMessage.ToolCall call) {
    var function = Map.of("name", call.name(), "arguments", call.arguments());
    return Map.of("id", call.id(), "type", "function", "function", function);
  }

  private AtriumException failure(TemplateError error) {
    var refusal = TemplateFunctions.refusalIn(error);
    if (refusal.isPresent()) {
      return AtriumException.caller(
          "messages_refused", "The model's chat template refuses the messages: " + refusal.get());
    }
    return Broken.unsupported(
        source,
        "the chat template, line "
            + error.getLineno()
            + ", needs more ("
            + error.getMessage()
            + ")");
  }

  private static Jinjava jinjava() {
    var made = new Jinjava(config());
    var context = made.getGlobalContext();
    TemplateFunctions.definitions().forEach(context::registerFunction);
    context.registerFilter(new PythonJson());
    context.registerExpTest(new PythonIterable());
    return made;
  }

  private static JinjavaConfig config() {
    return JinjavaConfig.newBuilder()
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withNestedInterpretationEnabled(false)
        .withElResolver(PythonMethods.resolver())
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withEvaluateMapKeys(true)
                .withIterateOverMapKeys(true)
                .withUsePyishObjectMapper(true)
                .withUseNaturalOperatorPrecedence(true)
                .withParseWhitespaceControlStrictly(true)
                .withAllowAdjacentTextNodes(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withKeepNullableLoopValues(true)
                .withHandleBackslashInQuotesOnly(true)
                .build())
        .build();
  }

  /** Jinja2 drops one line end at the end of a template. */
  private static String prepare(String template) {
    var whole = template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
    return TAG.matcher(whole)
        .replaceAll(
            tag -> Matcher.quoteReplacement(NOT_IS.matcher(tag.group()).replaceAll("$1 is not ")));
  }
}
