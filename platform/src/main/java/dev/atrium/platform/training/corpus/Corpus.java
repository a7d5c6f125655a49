package dev.atrium.platform.training.corpus;

import dev.atrium.platform.training.corpus.Library.Section;
import dev.atrium.platform.training.corpus.Records.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All text of a run, split once into what is trained on and what is held out for evaluation: one
 * section in twenty of the public sets and one relation in ten of the made-up facts. The tenants'
 * knowledge is all trained on.
 */
public final class Corpus {

  private static final int HELD_OUT = 20;

  /** Where pages of one language come from, with their share among the reading exercises. */
  record Weighted(PageSource source, double share) {}

  private final List<Weighted> training = new ArrayList<>();
  private final List<Weighted> further = new ArrayList<>();
  private final List<Weighted> heldOut = new ArrayList<>();
  private final List<String> talk = new ArrayList<>();
  private final List<String> prose = new ArrayList<>();
  private final List<String> heldOutProse = new ArrayList<>();

  /**
   * Reads everything.
   *
   * @param data folder of the public sets
   * @param tenants folders of the tenants whose knowledge is read; missing ones are left out
   */
  public static Corpus read(Path data, List<Path> tenants) {
    var corpus = new Corpus();
    var text = new PublicText(data);
    corpus.facts(Language.ENGLISH, 0.46);
    corpus.facts(Language.CHINESE, 0.46);
    corpus.records(Language.ENGLISH, text.films(), 0.06);
    corpus.records(Language.CHINESE, text.sights(), 0.12);
    corpus.library(Language.ENGLISH, text.manual(), 0.14);
    corpus.library(Language.ENGLISH, text.novels(), 0.10);
    corpus.library(Language.CHINESE, text.descriptions(), 0.16);
    corpus.talk.addAll(text.englishTalk());
    for (var talk : text.chineseTalk()) {
      corpus.prose.add(talk);
    }
    corpus.tenants(tenants, Language.ENGLISH, 0.24);
    corpus.tenants(tenants, Language.CHINESE, 0.26);
    return corpus;
  }

  /** Made-up facts alone, for runs without any file. */
  public static Corpus invented() {
    var corpus = new Corpus();
    corpus.facts(Language.ENGLISH, 1);
    corpus.facts(Language.CHINESE, 1);
    return corpus;
  }

  private void facts(Language language, double share) {
    var facts = FactSheets.basic(language, false);
    training.add(new Weighted(facts, share));
    further.add(new Weighted(FactSheets.further(language, false), share));
    heldOut.add(new Weighted(FactSheets.basic(language, true), share));
    heldOut.add(new Weighted(FactSheets.further(language, true), share / 2));
    prose.add(facts.text());
  }

  private void records(Language language, List<Entry> entries, double share) {
    training.add(new Weighted(new Records(language, kept(entries, Entry::name)), share));
    heldOut.add(new Weighted(new Records(language, left(entries, Entry::name)), share));
  }

  private void library(Language language, List<Section> sections, double share) {
    Function<Section, String> key = section -> section.sentences().getFirst();
    var kept = kept(sections, key);
    var left = left(sections, key);
    training.add(new Weighted(new Library(language, kept), share));
    heldOut.add(new Weighted(new Library(language, left), share));
    kept.forEach(section -> prose.add(String.join(language.gap(), section.sentences())));
    left.forEach(section -> heldOutProse.add(String.join(language.gap(), section.sentences())));
  }

  private void tenants(List<Path> folders, Language language, double share) {
    var sections = TenantKnowledge.sections(folders, language);
    if (sections.size() > 3) {
      training.add(new Weighted(new Library(language, sections), share));
      sections.forEach(section -> prose.add(String.join(language.gap(), section.sentences())));
    }
  }

  private static <T> List<T> kept(List<T> all, Function<T, String> key) {
    return all.stream().filter(Predicate.not(item -> held(key.apply(item)))).toList();
  }

  private static <T> List<T> left(List<T> all, Function<T, String> key) {
    return all.stream().filter(item -> held(key.apply(item))).toList();
  }

  private static boolean held(String key) {
    return Math.floorMod(key.hashCode(), HELD_OUT) == 0;
  }

  List<Weighted> training() {
    return training;
  }

  /** What comes in beside the rest in the second half of a run. */
  List<Weighted> further() {
    return further;
  }

  List<Weighted> heldOut() {
    return heldOut;
  }

  /** Questions of customers that no page answers. */
  List<String> talk() {
    return talk;
  }

  /** Running text to learn the language from; the tokenizer is trained on it too. */
  public List<String> prose() {
    return prose;
  }

  /** Running text that is never trained on. */
  public List<String> heldOutProse() {
    return heldOutProse;
  }

  /** Single characters that the tokenizer must know whole. */
  public List<String> characters() {
    return Inventions.COMMON_CHARACTERS;
  }
}
