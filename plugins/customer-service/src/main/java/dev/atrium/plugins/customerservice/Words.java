package dev.atrium.plugins.customerservice;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How a language's text is read. */
interface Words {
  Pattern NUMBER = Pattern.compile("[$€£¥]?\\d[\\d,]*(?:[.:-]\\d+)*%?");

  static Words of(String language) {
    return language.equals("zh") ? new ChineseWords() : new EnglishWords();
  }

  /** The text's sentences, as they stand there. */
  List<String> sentences(String text);

  /** What a text speaks of: its words without those that only join them, in a common form. */
  Set<String> terms(String text);

  /** Whether a statement denies something. */
  boolean denies(String text);

  /** Whether a message can only be understood with the one before it. */
  boolean leansOnTheLast(String text);

  /** Whether a question is about the asker's own records, which no document holds. */
  boolean asksForOwnRecords(String text);

  /** The part of a message that asks, without the story around it; the message if it is all one. */
  String asking(String text);

  /** Whether a question wants a number or a time for an answer. */
  boolean asksForNumber(String text);

  /** The numbers of a text, with currency and per cent signs, in their order. */
  default List<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(number -> number.group()).toList();
  }
}
