package dev.atrium.platform.training;

import dev.atrium.platform.training.tokens.BytePairTokenizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the first weights should know of the vocabulary.
 *
 * @param ends tokens after which a sentence begins in a passage
 * @param families a number per token, the same for a word with and without a space before it and in
 *     capitals or not; empty = all differ
 */
record VocabularyHints(int[] ends, int[] families) {

  /** Nothing known. */
  static final VocabularyHints NONE = new VocabularyHints(new int[0], new int[0]);

  static VocabularyHints of(BytePairTokenizer tokenizer) {
    return new VocabularyHints(
        Stream.of(".", "。", "]").mapToInt(end -> tokenizer.encode(end)[0]).toArray(),
        families(tokenizer));
  }

  /** A token that is no whole text (a part of a character, a special one) is its own family. */
  private static int[] families(BytePairTokenizer tokenizer) {
    var first = new HashMap<String, Integer>();
    return IntStream.range(0, tokenizer.size())
        .map(
            token -> {
              var word = tokenizer.decode(new int[] {token}).strip().toLowerCase(Locale.ROOT);
              return word.isEmpty() || word.contains("\uFFFD")
                  ? token
                  : first.computeIfAbsent(word, _ -> token);
            })
        .toArray();
  }
}
