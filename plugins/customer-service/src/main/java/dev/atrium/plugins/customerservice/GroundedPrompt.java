package dev.atrium.plugins.customerservice;

import dev.atrium.spi.Passage;
import dev.atrium.spi.Prompt;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks a model to phrase an answer from passages. The shipped model is trained on this form. */
final class GroundedPrompt {
  private static final int MAX_PASSAGES = 3;
  private static final int MAX_TOKENS_OF_PASSAGES = 350;
  private static final int MAX_TOKENS = 96;
  private static final double TOKENS_PER_HAN = 0.8;
  private static final double TOKENS_PER_OTHER = 0.28;

  private GroundedPrompt() {}

  /** The best passages that fit into the prompt; the first always does. */
  static List<Passage> fitting(List<Passage> passages) {
    var tokens = 0.0;
    var count = 0;
    while (count < Math.min(MAX_PASSAGES, passages.size())) {
      tokens += tokens(passages.get(count).text());
      if (count > 0 && tokens > MAX_TOKENS_OF_PASSAGES) {
        break;
      }
      count++;
    }
    return passages.subList(0, count);
  }

  static Prompt of(String language, String system, List<Passage> passages, String question) {
    var numbered =
        IntStream.range(0, passages.size())
            .mapToObj(at -> "[" + (at + 1) + "] " + passages.get(at).text())
            .collect(Collectors.joining("\n"));
    var user =
        language.equals("zh")
            ? "资料：\n" + numbered + "\n\n问题：" + question
            : "Passages:\n" + numbered + "\n\nQuestion: " + question;
    return Prompt.of(system, user, MAX_TOKENS);
  }

  private static double tokens(String text) {
    return text.codePoints()
        .mapToDouble(it -> Character.isIdeographic(it) ? TOKENS_PER_HAN : TOKENS_PER_OTHER)
        .sum();
  }
}
