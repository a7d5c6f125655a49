package dev.atrium.platform.knowledge;

import dev.atrium.platform.failure.AtriumException;
import java.util.List;

/**
 * How a tenant's knowledge is read and searched.
 *
 * @param synonyms groups of words or phrases that mean the same to the search
 */
public record KnowledgeProfile(Language language, List<List<String>> synonyms) {
  /** The languages that knowledge can be in. */
  public enum Language {
    ENGLISH("en"),
    CHINESE("zh");

    private final String code;

    Language(String code) {
      this.code = code;
    }

    /** The language of a two-letter code. */
    public static Language of(String code) {
      for (var language : values()) {
        if (language.code.equals(code)) {
          return language;
        }
      }
      throw AtriumException.caller(
          "unknown_language", "The language \"" + code + "\" is not known; take en or zh.");
    }

    public String code() {
      return code;
    }
  }

  public KnowledgeProfile {
    synonyms = synonyms.stream().map(List::copyOf).toList();
  }
}
