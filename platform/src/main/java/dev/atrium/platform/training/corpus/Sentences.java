package dev.atrium.platform.training.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts running text into sentences. */
final class Sentences {

  private static final Pattern ENGLISH = Pattern.compile("(?<=[.!?])[\"')]*\\s+(?=[\"'(A-Z0-9])");
  private static final Pattern CHINESE = Pattern.compile("(?<=[。！？])");
  private static final Pattern ABBREVIATION =
      Pattern.compile("\\b(Mr|Mrs|Dr|St|e\\.g|i\\.e|etc)\\.$");

  private Sentences() {}

  static List<String> of(Language language, String text) {
    var flat = text.strip().replaceAll("\\s+", " ");
    var sentences = new ArrayList<String>();
    var open = new StringBuilder();
    for (var part : (language == Language.ENGLISH ? ENGLISH : CHINESE).split(flat)) {
      open.append(open.isEmpty() ? "" : language.gap()).append(part.strip());
      if (!ABBREVIATION.matcher(open).find()) {
        sentences.add(open.toString());
        open.setLength(0);
      }
    }
    if (!open.isEmpty()) {
      sentences.add(open.toString());
    }
    sentences.removeIf(String::isBlank);
    return sentences;
  }
}
