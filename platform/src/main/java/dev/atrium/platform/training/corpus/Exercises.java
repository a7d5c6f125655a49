package dev.atrium.platform.training.corpus;

import dev.atrium.platform.training.corpus.Corpus.Weighted;
import dev.atrium.platform.training.corpus.Dialogue.Role;
import dev.atrium.platform.training.corpus.Dialogue.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Makes dialogues: a question about passages and the sentence that answers it, a question that no
 * passage answers, small talk, and plain copying. The same generator always gives the same
 * dialogue.
 */
public final class Exercises {

  private static final double UNANSWERED = 0.09;
  private static final double COPYING = 0.06;
  private static final double CHATTING = 0.05;
  private static final double CONTINUED = 0.08;
  private static final double BRIEF = 0.25;
  private static final int MOST_FOLLOW_UPS = 5;

  /** A block of small talk: many ways to say it, one answer. */
  private record Chat(List<String> said, String answer) {}

  private final List<Weighted> sources;
  private final List<String> talk;
  private final double brief;
  private final List<Chat> englishChats = chats(Language.ENGLISH);
  private final List<Chat> chineseChats = chats(Language.CHINESE);

  private Exercises(List<Weighted> sources, List<String> talk, double brief) {
    this.sources = sources;
    this.talk = talk;
    this.brief = brief;
  }

  /** Exercises to begin with: whole sentences. */
  public static Exercises training(Corpus corpus) {
    return new Exercises(corpus.training(), corpus.talk(), 0);
  }

  /** Exercises to go on with: longer facts, and short answers where they are asked for. */
  public static Exercises advanced(Corpus corpus) {
    var sources = Stream.of(corpus.training(), corpus.further()).flatMap(List::stream).toList();
    return new Exercises(sources, corpus.talk(), BRIEF);
  }

  /** Exercises over text that is never trained on. */
  public static Exercises heldOut(Corpus corpus) {
    return new Exercises(corpus.heldOut(), corpus.talk(), 0);
  }

  private static List<Chat> chats(Language language) {
    var name = "chat-" + language.suffix() + ".txt";
    try (var stream = Exercises.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + name);
      }
      var chats = new ArrayList<Chat>();
      var said = List.<String>of();
      for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("? ")) {
          said = List.of(line.substring(2).split(" \\| "));
        } else if (line.startsWith("= ")) {
          chats.add(new Chat(said, line.substring(2)));
        }
      }
      return chats;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One dialogue.
   *
   * @param difficulty from 0, one short passage, to 1, three passages of full length
   */
  public Dialogue draw(SplittableRandom random, double difficulty) {
    var language = random.nextBoolean() ? Language.ENGLISH : Language.CHINESE;
    if (brief > 0 && Choice.chance(random, brief)) {
      return briefly(random, language, difficulty);
    }
    var kind = random.nextDouble();
    if (kind < COPYING) {
      return copying(random, language);
    }
    var turns = new ArrayList<Turn>();
    if (kind < COPYING + CHATTING) {
      instruct(random, language, turns, 0.5);
      chat(random, language, turns);
      if (Choice.chance(random, 0.3)) {
        chat(random, language, turns);
      }
      return new Dialogue(turns);
    }
    instruct(random, language, turns, 0.6);
    if (kind > 1 - CONTINUED) {
      if (Choice.chance(random, 0.4)) {
        chat(random, language, turns);
      } else {
        read(random, language, turns, difficulty * 0.3);
      }
    }
    read(random, language, turns, difficulty);
    return new Dialogue(turns);
  }

  /** A question about passages that one of them answers. */
  public Dialogue reading(SplittableRandom random, Language language) {
    var turns = new ArrayList<Turn>();
    turns.add(new Turn(Role.SYSTEM, language.instruction()));
    answered(random, language, turns, 1, 0);
    return new Dialogue(turns);
  }

  /** A question about passages that some words of one of them answer. */
  public Dialogue shortening(SplittableRandom random, Language language) {
    return briefly(random, language, 1, 0);
  }

  /** A question about passages that none of them answers. */
  public Dialogue refusing(SplittableRandom random, Language language) {
    var turns = new ArrayList<Turn>();
    turns.add(new Turn(Role.SYSTEM, language.instruction()));
    unanswered(random, language, turns, 1);
    return new Dialogue(turns);
  }

  private static void instruct(
      SplittableRandom random, Language language, List<Turn> turns, double probability) {
    if (Choice.chance(random, probability)) {
      turns.add(new Turn(Role.SYSTEM, language.instruction()));
    }
  }

  private void chat(SplittableRandom random, Language language, List<Turn> turns) {
    var chat = Choice.of(random, language == Language.ENGLISH ? englishChats : chineseChats);
    turns.add(new Turn(Role.USER, loosely(random, language, Choice.of(random, chat.said()))));
    turns.add(new Turn(Role.ASSISTANT, chat.answer()));
  }

  private Dialogue copying(SplittableRandom random, Language language) {
    var text = new StringBuilder();
    var length = 2 + random.nextInt(8);
    for (var i = 0; i < length; i++) {
      text.append(
          i == 0 ? "" : language == Language.ENGLISH ? " " : Choice.of(random, "", "", "，"));
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> Inventions.code(random);
            case 1 -> Inventions.fill(random, language, "money");
            default ->
                language == Language.ENGLISH
                    ? Inventions.word(random)
                    : Inventions.characters(random, 1 + random.nextInt(4));
          });
    }
    var order =
        language == Language.ENGLISH
            ? Choice.of(random, "Repeat: ", "Copy this: ", "Say exactly: ")
            : Choice.of(random, "请重复：", "照抄：", "请原样说：");
    return new Dialogue(
        List.of(new Turn(Role.USER, order + text), new Turn(Role.ASSISTANT, text.toString())));
  }

  private Dialogue briefly(SplittableRandom random, Language language, double difficulty) {
    return briefly(random, language, difficulty, random.nextInt(MOST_FOLLOW_UPS + 1));
  }

  /** Questions that want a few words, by the system message or behind each question. */
  private Dialogue briefly(
      SplittableRandom random, Language language, double difficulty, int more) {
    var pages = source(random, language).draw(random, pages(random, difficulty), facts(difficulty));
    var facts =
        pages.stream()
            .flatMap(page -> page.facts().stream())
            .filter(fact -> fact.brief().isPresent())
            .toList();
    if (facts.isEmpty()) {
      return briefly(random, language, difficulty, more);
    }
    var turns = new ArrayList<Turn>();
    var wish = "";
    if (Choice.chance(random, 0.7)) {
      turns.add(new Turn(Role.SYSTEM, language.briefInstruction()));
    } else {
      wish = Choice.of(random, language.briefWishes());
    }
    var texts = texts(random, language, pages);
    for (var fact : Choice.shuffled(random, facts).subList(0, Math.min(facts.size(), 1 + more))) {
      var foreign = more > 0 && Choice.chance(random, UNANSWERED);
      var question = foreign ? foreign(random, language) : fact.question();
      var asked = loosely(random, language, question) + wish;
      var first = turns.isEmpty() || turns.getLast().role() == Role.SYSTEM;
      turns.add(
          new Turn(Role.USER, first ? language.prompt(texts, asked) : language.followUp(asked)));
      turns.add(
          new Turn(Role.ASSISTANT, foreign ? language.unknown() : fact.brief().orElseThrow()));
    }
    return new Dialogue(turns);
  }

  private void read(
      SplittableRandom random, Language language, List<Turn> turns, double difficulty) {
    if (Choice.chance(random, UNANSWERED)) {
      unanswered(random, language, turns, difficulty);
    } else {
      answered(random, language, turns, difficulty, random.nextInt(MOST_FOLLOW_UPS + 1));
    }
  }

  /** Several questions about the same passages teach more than one. */
  private void answered(
      SplittableRandom random, Language language, List<Turn> turns, double difficulty, int more) {
    var pages = source(random, language).draw(random, pages(random, difficulty), facts(difficulty));
    var facts =
        Choice.shuffled(random, pages.stream().flatMap(page -> page.facts().stream()).toList());
    var texts = texts(random, language, pages);
    var first = facts.getFirst();
    turns.add(
        new Turn(Role.USER, language.prompt(texts, loosely(random, language, first.question()))));
    turns.add(new Turn(Role.ASSISTANT, first.statement()));
    for (var fact : facts.subList(1, Math.min(facts.size(), 1 + more))) {
      var foreign = Choice.chance(random, UNANSWERED / 2);
      var question = foreign ? foreign(random, language) : fact.question();
      turns.add(new Turn(Role.USER, language.followUp(loosely(random, language, question))));
      turns.add(new Turn(Role.ASSISTANT, foreign ? language.unknown() : fact.statement()));
    }
  }

  /** The page with the answer is left out, or the question is about something else altogether. */
  private void unanswered(
      SplittableRandom random, Language language, List<Turn> turns, double difficulty) {
    var source = source(random, language);
    var pages = source.draw(random, pages(random, difficulty) + 1, facts(difficulty));
    var question =
        Choice.chance(random, 0.5)
            ? foreign(random, language)
            : Choice.of(random, pages.getFirst().facts()).question();
    var texts = texts(random, language, pages.subList(1, pages.size()));
    turns.add(new Turn(Role.USER, language.prompt(texts, loosely(random, language, question))));
    turns.add(new Turn(Role.ASSISTANT, language.unknown()));
  }

  private String foreign(SplittableRandom random, Language language) {
    if (language == Language.ENGLISH && !talk.isEmpty() && random.nextBoolean()) {
      return Choice.of(random, talk);
    }
    return source(random, language).draw(random, 1, 1).getFirst().facts().getFirst().question();
  }

  private static int pages(SplittableRandom random, double difficulty) {
    return 1 + random.nextInt(1 + (int) Math.round(2 * difficulty));
  }

  private static int facts(double difficulty) {
    return 2 + (int) Math.round(2 * difficulty);
  }

  private PageSource source(SplittableRandom random, Language language) {
    var own = sources.stream().filter(w -> w.source().language() == language).toList();
    var at = random.nextDouble() * own.stream().mapToDouble(Weighted::share).sum();
    for (var weighted : own) {
      at -= weighted.share();
      if (at < 0) {
        return weighted.source();
      }
    }
    return own.getLast().source();
  }

  /** The pages as passages, in random order; sentences of invented pages change places too. */
  private static List<String> texts(SplittableRandom random, Language language, List<Page> pages) {
    var titled = Choice.chance(random, 0.3);
    return Choice.shuffled(
        random, pages.stream().map(page -> text(random, language, page, titled)).toList());
  }

  private static String text(
      SplittableRandom random, Language language, Page page, boolean titled) {
    var statements = page.facts().stream().map(Fact::statement).toList();
    var ordered = page.title().isEmpty() ? Choice.shuffled(random, statements) : statements;
    var text = String.join(language.gap(), ordered);
    if (!titled || page.title().isEmpty()) {
      return text;
    }
    var link =
        language == Language.ENGLISH
            ? Choice.of(random, ". ", ": ", "\n")
            : Choice.of(random, "。", "：", "\n");
    return page.title() + link + text;
  }

  /** As people type: without the question mark, without capitals, with a word before. */
  private static String loosely(SplittableRandom random, Language language, String question) {
    var text = question;
    if (Choice.chance(random, 0.15)) {
      text = text.replaceAll("[?？.。]$", "");
    }
    if (language == Language.ENGLISH && Choice.chance(random, 0.2)) {
      text = text.toLowerCase(Locale.ROOT);
    }
    if (Choice.chance(random, 0.08)) {
      text =
          (language == Language.ENGLISH
                  ? Choice.of(
                      random, "Hi, ", "Please tell me: ", "Hello! ", "Question: ", "One thing: ")
                  : Choice.of(random, "你好，", "请问", "您好！", "想问一下，", "麻烦问下，"))
              + text;
    }
    return text;
  }
}
