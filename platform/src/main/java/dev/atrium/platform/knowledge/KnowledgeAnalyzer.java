package dev.atrium.platform.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Cuts text into search terms: stemmed words for English; single characters and pairs of
 * neighbouring characters for Chinese, which need no dictionary and so know every product's name.
 */
final class KnowledgeAnalyzer extends Analyzer {
  private final KnowledgeProfile.Language language;
  private final boolean stemmed;

  private KnowledgeAnalyzer(KnowledgeProfile.Language language, boolean stemmed) {
    this.language = language;
    this.stemmed = stemmed;
  }

  static KnowledgeAnalyzer of(KnowledgeProfile.Language language) {
    return new KnowledgeAnalyzer(language, true);
  }

  /** Words as they are written, in lower case. */
  static KnowledgeAnalyzer unstemmed(KnowledgeProfile.Language language) {
    return new KnowledgeAnalyzer(language, false);
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    var words = new StandardTokenizer();
    TokenStream terms = new LowerCaseFilter(new CJKWidthFilter(words));
    if (language == KnowledgeProfile.Language.CHINESE) {
      terms = new CJKBigramFilter(terms, CJKBigramFilter.HAN, true);
    } else if (stemmed) {
      terms = new PorterStemFilter(new EnglishPossessiveFilter(terms));
    }
    return new TokenStreamComponents(words, terms);
  }

  /** The terms of a text in order. */
  List<String> terms(String text) {
    try (var stream = tokenStream("text", text)) {
      var terms = new ArrayList<String>();
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(term.toString());
      }
      stream.end();
      return terms;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
