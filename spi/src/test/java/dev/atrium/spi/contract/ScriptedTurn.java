package dev.atrium.spi.contract;

import dev.atrium.spi.AnswerFormat;
import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Content;
import dev.atrium.spi.Conversation;
import dev.atrium.spi.Generated;
import dev.atrium.spi.Knowledge;
import dev.atrium.spi.Message;
import dev.atrium.spi.Models;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Passage;
import dev.atrium.spi.Prompt;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.SettingValues;
import dev.atrium.spi.Settings;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.UserMessage;
import dev.atrium.spi.catalogue.Catalogue;
import dev.atrium.spi.data.Data;
import dev.atrium.spi.data.DataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn without the platform: everything a scenario may use, scripted, and all it said, kept. */
public final class ScriptedTurn implements TurnContext, Knowledge, Models, Conversation, Content {
  private final Script script;
  private final Settings settings;
  private final StringBuilder text = new StringBuilder();
  private final List<String> quotes = new ArrayList<>();
  private final List<Prompt> prompts = new ArrayList<>();
  private final List<Outcomes.Kind> outcomes = new ArrayList<>();
  private final Map<String, String> state;
  private Optional<String> handOver = Optional.empty();

  /** Answers a prompt. */
  @FunctionalInterface
  public interface Model {
    String answer(Prompt prompt) throws InterruptedException;
  }

  /** Answers a search. */
  @FunctionalInterface
  public interface Search {
    List<Passage> find(String question, int limit) throws InterruptedException;
  }

  private static final Data NO_DATA =
      new Data() {
        @Override
        public List<String> sources() {
          return List.of();
        }

        @Override
        public Optional<DataSource> source(String name) {
          return Optional.empty();
        }
      };

  /** What a turn is given. */
  public record Script(
      String language,
      Search search,
      Model model,
      Map<String, String> settings,
      Map<String, List<String>> intents,
      Map<String, String> state,
      Catalogue catalogue,
      Data data) {
    /** English, nothing known, a model that says nothing. */
    public static Script empty() {
      return new Script(
          "en",
          (question, limit) -> List.of(),
          prompt -> "",
          Map.of(),
          Map.of(),
          Map.of(),
          new ScriptedCatalogue(Optional.empty(), List.of(), List.of()),
          NO_DATA);
    }

    public Script withSearch(Search other) {
      return new Script(language, other, model, settings, intents, state, catalogue, data);
    }

    public Script withPassages(Passage... passages) {
      return withSearch((question, limit) -> List.of(passages));
    }

    public Script withModel(Model other) {
      return new Script(language, search, other, settings, intents, state, catalogue, data);
    }

    public Script withIntents(Map<String, List<String>> other) {
      return new Script(language, search, model, settings, other, state, catalogue, data);
    }

    public Script withState(Map<String, String> other) {
      return new Script(language, search, model, settings, intents, other, catalogue, data);
    }

    public Script withCatalogue(Catalogue other) {
      return new Script(language, search, model, settings, intents, state, other, data);
    }

    public Script withLanguage(String other) {
      return new Script(other, search, model, settings, intents, state, catalogue, data);
    }

    public Script withSettings(Map<String, String> other) {
      return new Script(language, search, model, other, intents, state, catalogue, data);
    }

    public Script withData(Data other) {
      return new Script(language, search, model, settings, intents, state, catalogue, other);
    }

    /** Has a scenario answer a message. */
    public ScriptedTurn run(Scenario scenario, String message) throws InterruptedException {
      var turn = new ScriptedTurn(this, scenario);
      scenario.answer(new UserMessage(message), turn, turn.new Sink());
      return turn;
    }
  }

  private ScriptedTurn(Script script, Scenario scenario) {
    this.script = script;
    this.settings = SettingValues.of(scenario.settings(), script.settings());
    this.state = new ConcurrentHashMap<>(script.state());
  }

  /** The answer's text. */
  public String said() {
    return text.toString();
  }

  /** The quotes cited, in order. */
  public List<String> quotes() {
    return List.copyOf(quotes);
  }

  /** What the models were asked. */
  public List<Prompt> prompts() {
    return List.copyOf(prompts);
  }

  /** The outcomes recorded, in order. */
  public List<Outcomes.Kind> recorded() {
    return List.copyOf(outcomes);
  }

  /** The reason of the hand-over, if there was one. */
  public Optional<String> handedOver() {
    return handOver;
  }

  private final class Sink implements AnswerSink {
    @Override
    public void text(String piece) throws InterruptedException {
      open();
      text.append(piece);
    }

    @Override
    public int cite(Passage passage, String quote) throws InterruptedException {
      open();
      if (!quotes.contains(quote)) {
        quotes.add(quote);
      }
      return quotes.indexOf(quote) + 1;
    }

    @Override
    public void handOver(String reason, String message) throws InterruptedException {
      open();
      handOver = Optional.of(reason);
      outcomes.add(Outcomes.Kind.HANDED_OVER);
    }

    private void open() throws InterruptedException {
      if (handOver.isPresent()) {
        throw new IllegalStateException("The turn was handed over; nothing can be added to it.");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("Nobody waits for this answer any more.");
      }
    }
  }

  @Override
  public Generated generate(Prompt prompt) throws InterruptedException {
    prompts.add(prompt);
    var answer = script.model().answer(prompt);
    if (!fits(answer, prompt.format())) {
      throw new AssertionError(
          "No model could say '%s': the prompt asks for %s.".formatted(answer, prompt.format()));
    }
    return new Generated(answer, true, 1, answer.length());
  }

  /** Whether an engine could have said it; JSON is taken as it is. */
  private static boolean fits(String answer, AnswerFormat format) {
    return switch (format) {
      case AnswerFormat.OneOf(var texts) -> texts.contains(answer);
      case AnswerFormat.Matching(var regex) -> answer.matches(regex);
      case AnswerFormat.Free free -> true;
      case AnswerFormat.Json json -> true;
    };
  }

  @Override
  public Generated stream(Prompt prompt, TextSink sink) throws InterruptedException {
    var whole = generate(prompt);
    for (var character : whole.text().codePoints().mapToObj(Character::toString).toList()) {
      sink.text(character);
    }
    return whole;
  }

  @Override
  public List<Passage> search(String question, int limit) throws InterruptedException {
    return script.search().find(question, limit);
  }

  @Override
  public String tenant() {
    return "tenant";
  }

  @Override
  public String language() {
    return script.language();
  }

  @Override
  public Models models() {
    return this;
  }

  @Override
  public Knowledge knowledge() {
    return this;
  }

  @Override
  public Conversation conversation() {
    return this;
  }

  @Override
  public Catalogue catalogue() {
    return script.catalogue();
  }

  @Override
  public Outcomes outcomes() {
    return outcomes::add;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Content content() {
    return this;
  }

  @Override
  public Data data() {
    return script.data();
  }

  @Override
  public Logger log() {
    return LoggerFactory.getLogger(ScriptedTurn.class);
  }

  @Override
  public String id() {
    return "conversation";
  }

  @Override
  public List<Message> history() {
    return List.of();
  }

  @Override
  public Map<String, String> state() {
    return Map.copyOf(state);
  }

  /** What the conversation remembers. */
  public Map<String, String> remembered() {
    return Map.copyOf(state);
  }

  @Override
  public void remember(String key, String value) {
    state.put(key, value);
  }

  @Override
  public Optional<String> prompt(String name) {
    return Optional.empty();
  }

  @Override
  public Map<String, List<String>> intents() {
    return script.intents();
  }

  @Override
  public List<List<String>> synonyms() {
    return List.of();
  }
}
