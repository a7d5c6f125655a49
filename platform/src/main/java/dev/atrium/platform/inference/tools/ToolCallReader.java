package dev.atrium.platform.inference.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells the words of an answer from its calls of tools, while it arrives. Understood are {@code
 * <tool_call>{"name":…,"arguments":…}</tool_call>}, as Qwen and Hermes write it, anywhere in an
 * answer; and an answer that begins with such JSON, as Llama ({@code parameters}, several set apart
 * by semicolons) and Mistral (an array) write it. What looks like a call and is none stays text.
 */
public final class ToolCallReader {
  private static final String OPEN = "<tool_call>";
  private static final String CLOSE = "</tool_call>";
  private static final Pattern MARKS =
      Pattern.compile("\\s*(?:<\\|python_tag\\|>|\\[TOOL_CALLS])\\s*");

  /** How the JSON of a call begins. */
  private static final Pattern CALL_BEGINS =
      Pattern.compile("[\\[\\s]*\\{\\s*\"(?:name|type|id|function|arguments|parameters)\"");

  private enum State {
    BEGINNING,
    TEXT,
    CALL,
    AFTER_CALL
  }

  private final ToolCallJson json;
  private final StringBuilder held = new StringBuilder();
  private final List<ModelSays> out = new ArrayList<>();
  private State state = State.BEGINNING;
  private int tokens;

  /**
   * @param names of the tools that may be called
   */
  public ToolCallReader(Set<String> names) {
    this.json = new ToolCallJson(names);
  }

  /** Takes a piece of the answer; gives what is certain now. */
  public List<ModelSays> offer(String text, int generated) {
    held.append(text);
    tokens += generated;
    boolean more = true;
    while (more) {
      more = step();
    }
    return taken();
  }

  /** Gives the rest: there is no more. */
  public List<ModelSays> finish() {
    if (state == State.CALL) {
      held.insert(0, OPEN);
    }
    say(held.length());
    if (tokens > 0) {
      out.add(new ModelSays.Text("", takeTokens()));
    }
    return taken();
  }

  private List<ModelSays> taken() {
    var taken = List.copyOf(out);
    out.clear();
    return taken;
  }

  /** Whether there may be more to do. */
  private boolean step() {
    return switch (state) {
      case BEGINNING -> begin();
      case TEXT -> text();
      case CALL -> call();
      case AFTER_CALL -> afterCall();
    };
  }

  private boolean begin() {
    var marks = MARKS.matcher(held);
    boolean marked = marks.lookingAt();
    if (!marked && marks.hitEnd()) {
      return false;
    }
    if (marked) {
      held.delete(0, marks.end());
    }
    var begins = CALL_BEGINS.matcher(held);
    if (begins.lookingAt()) {
      return bareCall();
    }
    if (begins.hitEnd()) {
      return false;
    }
    state = State.TEXT;
    return true;
  }

  private boolean bareCall() {
    int end = ToolCallJson.end(held);
    if (end < 0) {
      return false;
    }
    state = take(json.calls(held.substring(0, end)), end) ? State.AFTER_CALL : State.TEXT;
    return true;
  }

  private boolean text() {
    int open = held.indexOf(OPEN);
    if (open < 0) {
      say(held.length() - beginningOfTag());
      return false;
    }
    say(held.substring(0, open).isBlank() ? 0 : open);
    held.delete(0, held.indexOf(OPEN) + OPEN.length());
    state = State.CALL;
    return true;
  }

  private boolean call() {
    int close = held.indexOf(CLOSE);
    if (close < 0) {
      return false;
    }
    int end = close + CLOSE.length();
    if (take(json.calls(held.substring(0, close)), end)) {
      state = State.AFTER_CALL;
    } else {
      held.insert(0, OPEN);
      say(OPEN.length() + end);
      state = State.TEXT;
    }
    return true;
  }

  /** White space and semicolons between calls are nobody's words. */
  private boolean afterCall() {
    int at = 0;
    while (at < held.length()
        && (Character.isWhitespace(held.charAt(at)) || held.charAt(at) == ';')) {
      at++;
    }
    held.delete(0, at);
    if (held.isEmpty()) {
      return false;
    }
    state = State.BEGINNING;
    return true;
  }

  private boolean take(List<ModelSays.Call> calls, int length) {
    if (calls.isEmpty()) {
      return false;
    }
    calls.forEach(call -> out.add(new ModelSays.Call(call.name(), call.arguments(), takeTokens())));
    held.delete(0, length);
    return true;
  }

  private void say(int length) {
    if (length > 0) {
      out.add(new ModelSays.Text(held.substring(0, length), takeTokens()));
      held.delete(0, length);
    }
  }

  private int takeTokens() {
    int taken = tokens;
    tokens = 0;
    return taken;
  }

  /** How many characters at the end may become a tag. */
  private int beginningOfTag() {
    for (int length = Math.min(OPEN.length() - 1, held.length()); length > 0; length--) {
      if (OPEN.startsWith(held.substring(held.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
