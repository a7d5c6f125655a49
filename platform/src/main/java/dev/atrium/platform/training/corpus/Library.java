package dev.atrium.platform.training.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Pages cut from real texts; questions are made from the asked sentence by rule. */
final class Library implements PageSource {

  /**
   * A stretch of text.
   *
   * @param title heading, or empty
   */
  record Section(String title, List<String> sentences) {}

  private final Language language;
  private final List<Section> sections;

  Library(Language language, List<Section> sections) {
    if (sections.size() < 4) {
      throw new IllegalArgumentException("a library needs at least four sections of text");
    }
    this.language = language;
    this.sections = List.copyOf(sections);
  }

  @Override
  public Language language() {
    return language;
  }

  int size() {
    return sections.size();
  }

  @Override
  public List<Page> draw(SplittableRandom random, int pages, int facts) {
    var at = random.nextInt(sections.size());
    var drawn = new ArrayList<Page>();
    for (var page = 0; page < pages; page++) {
      var near =
          Choice.chance(random, 0.5) ? 1 + random.nextInt(3) : random.nextInt(sections.size());
      var section = sections.get(page == 0 ? at : (at + near) % sections.size());
      drawn.add(page(random, section, facts));
    }
    return drawn;
  }

  /** A run of sentences. */
  private Page page(SplittableRandom random, Section section, int facts) {
    var all = section.sentences();
    var length = Math.min(all.size(), 1 + random.nextInt(facts));
    var start = random.nextInt(all.size() - length + 1);
    var known =
        all.subList(start, start + length).stream()
            .map(
                sentence ->
                    new Fact(sentence, Questions.ask(random, language, sentence), Optional.empty()))
            .toList();
    return new Page(section.title(), known);
  }
}
