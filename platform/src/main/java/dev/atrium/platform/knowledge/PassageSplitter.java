package dev.atrium.platform.knowledge;

import dev.atrium.spi.Passage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/**
 * Splits a Markdown document by its headings into passages of about 100 words at the most. A
 * section that is longer is split between paragraphs, a paragraph that is longer between sentences.
 */
final class PassageSplitter {
  static final int MAX_WORDS = 100;
  private static final Parser MARKDOWN = Parser.builder().build();
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?]\\s)|(?<=[。！？；])|\\n");
  private static final Pattern WORD = Pattern.compile("\\p{IsHan}|[^\\s\\p{IsHan}]+");
  private static final double HAN_CHARACTERS_PER_WORD = 1.6;

  private final KnowledgeDocument document;
  private final List<Passage> passages = new ArrayList<>();
  private final Map<String, Integer> idsSeen = new HashMap<>();
  private final List<String> headings = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String title;

  private PassageSplitter(KnowledgeDocument document) {
    this.document = document;
    this.title = document.path();
  }

  /** The document's passages in order, score and coverage 0. */
  static List<Passage> split(KnowledgeDocument document) {
    var splitter = new PassageSplitter(document);
    var root = MARKDOWN.parse(document.text());
    for (var block = root.getFirstChild(); block != null; block = block.getNext()) {
      splitter.take(block);
    }
    splitter.endPassage();
    return List.copyOf(splitter.passages);
  }

  /** The sentences of a text, as they stand there. */
  static List<String> sentences(String text) {
    return SENTENCE_END.splitAsStream(text).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  private void take(Node block) {
    if (block instanceof Heading heading) {
      endPassage();
      enter(heading);
    } else if (block instanceof Block && !(block instanceof HtmlBlock)) {
      add(PlainText.of(block));
    }
  }

  private void enter(Heading heading) {
    var name = PlainText.of(heading);
    if (heading.getLevel() == 1) {
      title = name;
      headings.clear();
      return;
    }
    while (headings.size() >= heading.getLevel() - 1) {
      headings.removeLast();
    }
    headings.add(name);
  }

  private void add(String block) {
    if (block.isEmpty()) {
      return;
    }
    if (words(block) > MAX_WORDS) {
      sentences(block).forEach(this::append);
    } else {
      append(block);
    }
  }

  private void append(String piece) {
    if (!text.isEmpty() && words(text) + words(piece) > MAX_WORDS) {
      endPassage();
    }
    text.append(text.isEmpty() ? "" : "\n").append(piece);
  }

  private void endPassage() {
    if (text.isEmpty()) {
      return;
    }
    var section = headings.isEmpty() ? title : String.join(" › ", headings);
    var name = document.path() + "#" + section;
    var count = idsSeen.merge(name, 1, Integer::sum);
    var id = count == 1 ? name : name + "~" + count;
    passages.add(new Passage(id, document.path(), section, title, text.toString(), 0, 0));
    text.setLength(0);
  }

  /** Words of a text; Chinese characters count as parts of words. */
  static double words(CharSequence text) {
    var words = 0.0;
    var matcher = WORD.matcher(text);
    while (matcher.find()) {
      words +=
          Character.isIdeographic(text.charAt(matcher.start())) ? 1 / HAN_CHARACTERS_PER_WORD : 1;
    }
    return words;
  }
}
