package dev.atrium.platform.inference.grammar;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.OutputFormat;
import dev.atrium.platform.inference.engine.TokenRule;
import dev.atrium.platform.inference.grammar.Automaton.State;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A model's token masks by format. A format is compiled once, its masks are made when their place
 * is first reached, and both are kept while it is in use. Any thread.
 */
public final class Formats {
  private static final int KEPT = 64;
  private static final int MOST_CHOICES = 1000;

  private final Vocabulary vocabulary;
  private final Map<OutputFormat, Rule> rules = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param tokens how many ids there are
   * @param bytes what a token writes; nothing for those that must not be chosen
   */
  public Formats(int tokens, IntFunction<byte[]> bytes) {
    this.vocabulary = new Vocabulary(tokens, bytes);
  }

  /**
   * The tokens that make answers of this format.
   *
   * @throws AtriumException CALLER, {@code invalid_format} or {@code format_too_large}
   */
  public synchronized TokenRule rule(OutputFormat format) {
    var known = rules.get(format);
    if (known != null) {
      return known;
    }
    var rule = new Rule(part(format));
    rules.put(format, rule);
    if (rules.size() > KEPT) {
      rules.remove(rules.keySet().iterator().next());
    }
    return rule;
  }

  private static Part part(OutputFormat format) {
    return switch (format) {
      case OutputFormat.Free free -> Part.star(CodePoints.ALL.part());
      case OutputFormat.Choice choice -> choice(choice);
      case OutputFormat.Regex regex -> RegexReader.read(regex.pattern(), UnaryOperator.identity());
      case OutputFormat.JsonObject any -> JsonParts.anyObject();
      case OutputFormat.JsonSchema schema -> SchemaReader.read(schema.schema());
    };
  }

  private static Part choice(OutputFormat.Choice choice) {
    var texts = choice.texts();
    if (texts.isEmpty() || texts.size() > MOST_CHOICES || texts.contains("")) {
      throw AtriumException.caller(
          "invalid_format", "A choice holds 1 to " + MOST_CHOICES + " texts, none of them empty.");
    }
    return Part.anyOf(texts.stream().map(Part::text).toList());
  }

  /** A compiled format; its places are shared by all answers. */
  private final class Rule implements TokenRule {
    private final Map<State, Reached> places = new HashMap<>();
    private final State first;

    Rule(Part part) {
      var automaton = new Automaton();
      this.first = automaton.run(part.build(automaton, Automaton.ACCEPT)).first();
    }

    @Override
    public Place start() {
      return place(first);
    }

    private synchronized Place place(State state) {
      return places.computeIfAbsent(
          state, each -> new Reached(this, each, vocabulary.allowed(each)));
    }

    private synchronized Place after(State state, int token) {
      return place(vocabulary.after(state, token));
    }
  }

  private record Reached(Rule rule, State state, BitSet allowed) implements TokenRule.Place {
    @Override
    public boolean complete() {
      return state.accepts();
    }

    @Override
    public TokenRule.Place after(int token) {
      return rule.after(state, token);
    }
  }
}
