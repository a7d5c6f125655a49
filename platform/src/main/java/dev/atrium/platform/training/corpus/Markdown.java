package dev.atrium.platform.training.corpus;

import dev.atrium.platform.training.corpus.Library.Section;
import java.util.ArrayList;
import java.util.List;

/** Reads prose out of Markdown: no code, no links, no tables. */
final class Markdown {

  private Markdown() {}

  /**
   * A section per heading, in order.
   *
   * @param shortest length of a sentence worth keeping, in characters
   * @param longest length of a sentence worth keeping, in characters
   */
  static List<Section> sections(Language language, String page, int shortest, int longest) {
    var prose =
        page.replaceAll("(?s)\\A---\n.*?\n---\n", "")
            .replaceAll("(?s)```.*?```", "")
            .replaceAll("!\\[[^]]*]\\([^)]*\\)", "")
            .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
            .replaceAll("\\[([^]]*)]\\[[^]]*]", "$1")
            .replaceAll("<[^>]*>", "")
            .replaceAll("[*`_]{1,2}([^*`_\n]+)[*`_]{1,2}", "$1");
    var sections = new ArrayList<Section>();
    var title = "";
    for (var block : prose.split("\n\\s*\n|\n(?=#)|(?<=\n)(?=[-*] )")) {
      var text = block.strip();
      if (text.startsWith("#")) {
        var end = text.indexOf('\n');
        title = (end < 0 ? text : text.substring(0, end)).replaceAll("^#+\\s*", "");
        text = end < 0 ? "" : text.substring(end).strip();
      }
      if (text.matches("(?s)[\\p{L}\"“‘-].*") && !text.contains("|") && !text.contains("{")) {
        var sentences = Sentences.of(language, text.replaceAll("^[-*]\\s+", ""));
        var whole = sentences.stream().filter(s -> s.matches("(?s).*[.!?。！？]$")).toList();
        PublicText.add(sections, title, whole, shortest, longest);
      }
    }
    return joined(sections);
  }

  /** Paragraphs under one heading become one section. */
  private static List<Section> joined(List<Section> paragraphs) {
    var joined = new ArrayList<Section>();
    for (var paragraph : paragraphs) {
      if (!joined.isEmpty() && joined.getLast().title().equals(paragraph.title())) {
        var sentences = new ArrayList<>(joined.removeLast().sentences());
        sentences.addAll(paragraph.sentences());
        joined.add(new Section(paragraph.title(), sentences));
      } else {
        joined.add(paragraph);
      }
    }
    return joined;
  }
}
