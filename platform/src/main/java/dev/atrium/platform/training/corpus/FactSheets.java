package dev.atrium.platform.training.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages of made-up facts from templates. The other facts of a page are near misses: the same
 * relation about another thing, or another relation of the same thing.
 */
final class FactSheets implements PageSource {

  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
  private static final int HELD_OUT = 10;

  /** Between a question and its short answer. */
  private static final String BRIEF = " > ";

  /** What can be said of things, in several wordings. */
  private record Relation(List<String> statements, List<String> questions) {}

  /** A relation of certain things, the wording of its question, and the question itself. */
  private record Known(
      Relation relation, Map<String, String> fillers, String template, String question) {

    boolean clashes(Known other) {
      return relation.equals(other.relation)
          && (asked(template, other.fillers).equals(question)
              || asked(other.template, fillers).equals(other.question));
    }
  }

  private final Language language;
  private final Map<String, List<String>> lists = new HashMap<>();
  private final List<Relation> relations = new ArrayList<>();

  private FactSheets(Language language) {
    this.language = language;
  }

  /** The relations of the first half of a run, or those kept for evaluation (one in ten). */
  static FactSheets basic(Language language, boolean heldOut) {
    var sheets = new FactSheets(language);
    sheets.read("facts-", heldOut);
    return sheets;
  }

  /** The longer relations of the second half; one in ten is kept for evaluation. */
  static FactSheets further(Language language, boolean heldOut) {
    var sheets = new FactSheets(language);
    sheets.read("facts-", heldOut);
    sheets.relations.clear();
    sheets.read("further-facts-", heldOut);
    return sheets;
  }

  private void read(String name, boolean heldOut) {
    var statements = List.<String>of();
    var number = 0;
    for (var line : lines(name + language.suffix() + ".txt")) {
      if (line.startsWith("@")) {
        var colon = line.indexOf(": ");
        lists.put(line.substring(1, colon), List.of(line.substring(colon + 2).split("; ")));
      } else if (line.startsWith("= ")) {
        statements = alternatives(line);
      } else if (line.startsWith("? ")) {
        if ((number++ % HELD_OUT == HELD_OUT - 3) == heldOut) {
          relations.add(new Relation(statements, alternatives(line)));
        }
      }
    }
  }

  private static List<String> lines(String name) {
    try (var stream = FactSheets.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> alternatives(String line) {
    return List.of(line.substring(2).split(" \\| "));
  }

  /** Every text of the templates, for the tokenizer. */
  String text() {
    var text = new StringBuilder();
    lists.values().forEach(words -> text.append(String.join("\n", words)).append('\n'));
    for (var relation : relations) {
      text.append(String.join("\n", relation.statements())).append('\n');
      text.append(String.join("\n", relation.questions())).append('\n');
    }
    return SLOT.matcher(text).replaceAll("");
  }

  @Override
  public Language language() {
    return language;
  }

  @Override
  public List<Page> draw(SplittableRandom random, int pages, int facts) {
    var first = known(random, Choice.of(random, relations), Map.of());
    var said = new ArrayList<>(List.of(first));
    var style = random.nextDouble();
    var drawn = new ArrayList<Page>();
    for (var page = 0; page < pages; page++) {
      var statements = new ArrayList<Fact>();
      var wanted = 1 + random.nextInt(facts);
      if (page == 0) {
        statements.add(fact(random, first));
      }
      for (var tries = 0; statements.size() < wanted && tries < 4 * wanted; tries++) {
        var other = other(random, first, style);
        if (said.stream().noneMatch(other::clashes)) {
          said.add(other);
          statements.add(fact(random, other));
        }
      }
      drawn.add(new Page("", statements));
    }
    return drawn;
  }

  private Known known(SplittableRandom random, Relation relation, Map<String, String> kept) {
    var fillers = fillers(random, relation, kept);
    var template = Choice.of(random, relation.questions());
    return new Known(relation, fillers, template, asked(template, fillers));
  }

  private static Fact fact(SplittableRandom random, Known known) {
    var statement = Choice.of(random, known.relation().statements());
    return new Fact(render(statement, known.fillers()), known.question(), brief(statement, known));
  }

  /** What the template names as the short answer, else what the question does not say already. */
  private static Optional<String> brief(String statement, Known known) {
    var named = known.template().indexOf(BRIEF);
    if (named >= 0) {
      return Optional.of(
          render(known.template().substring(named + BRIEF.length()), known.fillers()));
    }
    var asked = known.template().toLowerCase(Locale.ROOT);
    var slots = SLOT.matcher(statement);
    var start = -1;
    var end = -1;
    while (slots.find()) {
      if (!asked.contains(slots.group().toLowerCase(Locale.ROOT))) {
        start = start < 0 ? slots.start() : start;
        end = slots.end();
      }
    }
    return start < 0
        ? Optional.empty()
        : Optional.of(render(statement.substring(start, end), known.fillers()));
  }

  /** The question of a template, without its short answer. */
  private static String asked(String template, Map<String, String> fillers) {
    return render(template.split(BRIEF, 2)[0], fillers);
  }

  /** Another fact; a large style asks for the same relation, a middle one for the same thing. */
  private Known other(SplittableRandom random, Known first, double style) {
    if (style > 0.65) {
      return known(random, first.relation(), Map.of());
    }
    var kept = style > 0.35 ? things(first.fillers()) : Map.<String, String>of();
    return known(random, Choice.of(random, relations), kept);
  }

  private Map<String, String> things(Map<String, String> fillers) {
    var things = new HashMap<>(fillers);
    things.keySet().retainAll(lists.keySet());
    return things;
  }

  private Map<String, String> fillers(
      SplittableRandom random, Relation relation, Map<String, String> kept) {
    var fillers = new HashMap<String, String>();
    for (var text : List.of(relation.statements(), relation.questions())) {
      var matcher = SLOT.matcher(String.join(" ", text));
      while (matcher.find()) {
        var slot = matcher.group(1).toLowerCase(Locale.ROOT);
        if (!fillers.containsKey(slot)) {
          fillers.put(slot, kept.containsKey(slot) ? kept.get(slot) : filler(random, slot));
        }
      }
    }
    return fillers;
  }

  private String filler(SplittableRandom random, String slot) {
    var list = lists.get(slot.replaceAll("\\d+$", ""));
    return list == null
        ? Inventions.fill(random, language, slot)
        : qualified(random, slot, Choice.of(random, list));
  }

  /** Things of the same kind are told apart by an invented name in one case of four. */
  private String qualified(SplittableRandom random, String slot, String thing) {
    if (!List.of("item", "account", "service").contains(slot) || !Choice.chance(random, 0.25)) {
      return thing;
    }
    return language == Language.ENGLISH
        ? Inventions.word(random) + " " + thing
        : Inventions.characters(random, 2) + thing;
  }

  private static String render(String template, Map<String, String> fillers) {
    return SLOT.matcher(template)
        .replaceAll(
            match -> {
              var slot = match.group(1);
              var filler = fillers.getOrDefault(slot.toLowerCase(Locale.ROOT), "");
              var capital = Character.isUpperCase(slot.charAt(0)) && !filler.isEmpty();
              var text =
                  capital
                      ? filler.substring(0, 1).toUpperCase(Locale.ROOT) + filler.substring(1)
                      : filler;
              return Matcher.quoteReplacement(text);
            });
  }
}
