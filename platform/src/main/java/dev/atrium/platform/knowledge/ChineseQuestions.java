package dev.atrium.platform.knowledge;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Reads Chinese questions: the tenant's own phrases first, the rest cut into words by smartcn. Each
 * word is looked up as its pairs of characters, so it is found however the passage would be cut.
 */
final class ChineseQuestions implements QuestionReader {
  private final Set<String> stopWords = StopWords.of(KnowledgeProfile.Language.CHINESE);
  private final Synonyms synonyms;

  ChineseQuestions(List<List<String>> synonyms) {
    this.synonyms = new Synonyms(synonyms, ChineseQuestions::characters);
  }

  @Override
  public List<Concept> read(String question, Vocabulary vocabulary) {
    var characters = characters(question);
    var concepts = new ArrayList<Concept>();
    var rest = new StringBuilder();
    for (var at = 0; at < characters.size(); ) {
      var phrase = synonyms.longestAt(characters, at);
      if (phrase.isPresent()) {
        words(rest, concepts);
        concepts.add(Concept.of(synonyms.of(phrase.get()).stream().map(this::terms).toList()));
        at += phrase.get().size();
      } else {
        rest.append(characters.get(at++));
      }
    }
    words(rest, concepts);
    return concepts.stream().distinct().toList();
  }

  /** Cuts text into words; neighbouring single characters that smartcn doesn't know make one. */
  private void words(StringBuilder text, List<Concept> concepts) {
    var single = new StringBuilder();
    for (var word : segment(text.toString())) {
      var stop = stopWords.contains(word) || !Character.isLetterOrDigit(word.codePointAt(0));
      if (!stop && word.length() == 1) {
        single.append(word);
        continue;
      }
      flush(single, concepts);
      if (!stop) {
        concepts.add(Concept.of(List.of(terms(characters(word)))));
      }
    }
    flush(single, concepts);
    text.setLength(0);
  }

  private void flush(StringBuilder single, List<Concept> concepts) {
    if (!single.isEmpty()) {
      concepts.add(Concept.of(List.of(terms(characters(single.toString())))));
      single.setLength(0);
    }
  }

  private List<String> terms(List<String> characters) {
    if (characters.size() == 1) {
      return characters;
    }
    var text = String.join("", characters);
    return text.codePoints().allMatch(Character::isIdeographic)
        ? IntStream.range(0, characters.size() - 1)
            .mapToObj(at -> characters.get(at) + characters.get(at + 1))
            .toList()
        : KnowledgeAnalyzer.unstemmed(KnowledgeProfile.Language.ENGLISH).terms(text);
  }

  private static List<String> characters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .mapToObj(Character::toString)
        .toList();
  }

  private static List<String> segment(String text) {
    try (var tokens = new HMMChineseTokenizer()) {
      var words = new ArrayList<String>();
      var term = tokens.addAttribute(CharTermAttribute.class);
      tokens.setReader(new StringReader(text));
      tokens.reset();
      while (tokens.incrementToken()) {
        words.add(term.toString());
      }
      tokens.end();
      return words;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
