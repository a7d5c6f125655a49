package dev.atrium.platform.safety.evaluation;

/** A way to write a word so that people still read it and a plain search does not find it. */
public enum DisguiseKind {
  PLAIN("as the lexicon has it"),
  CASE("letters in random case"),
  WIDTH("full-width letters and digits"),
  TRADITIONAL("traditional Chinese characters"),
  ACCENTS("letters with accents, composed or combining"),
  HOMOGLYPHS("letters of other alphabets that look the same"),
  LEETSPEAK("digits and symbols for letters"),
  MARKS("a mark between all letters, or at one place"),
  SPACES("a space between all letters, or at one place"),
  INVISIBLE("zero-width characters between letters"),
  REPEATED("letters repeated"),
  PINYIN("Chinese characters by their reading, some or all"),
  SPLIT("a Chinese character written as its two parts"),
  COMBINED("two of the above");

  private final String meaning;

  DisguiseKind(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }
}
