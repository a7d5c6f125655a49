package dev.atrium.platform.safety;

import java.util.BitSet;
import java.util.List;

/**
 * A lexicon ready to match.
 *
 * @param leadingMarks characters with which some entry begins that are no letters
 * @param main finds entries letter by letter, in symbols of the alphabet
 * @param spoken finds entries by pinyin: symbols are syllables, then {@code Pinyin.count()} +
 *     symbols of the alphabet for what is no Chinese character
 * @param ignored entries that hold nothing to match, for example only punctuation
 */
record CompiledLexicon(
    List<LexiconEntry> entries,
    Alphabet alphabet,
    BitSet leadingMarks,
    AhoCorasick main,
    Pattern[] mainPatterns,
    AhoCorasick spoken,
    Pattern[] spokenPatterns,
    List<LexiconEntry> ignored) {}
