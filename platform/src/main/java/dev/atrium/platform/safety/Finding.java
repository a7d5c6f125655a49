package dev.atrium.platform.safety;

/**
 * A forbidden word in a text.
 *
 * @param start offset of its first UTF-16 unit in the original text; in a stream, since its start
 * @param end offset after its last
 * @param entry the lexicon entry
 * @param disguised whether the text there differs from the entry by more than case and width
 */
public record Finding(int start, int end, LexiconEntry entry, boolean disguised) {}
