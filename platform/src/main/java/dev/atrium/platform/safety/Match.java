package dev.atrium.platform.safety;

/**
 * A pattern found in text.
 *
 * @param start offset of its first UTF-16 unit in the original text
 * @param end offset after its last
 * @param entry index of the entry; negative for an allowed phrase
 */
record Match(int start, int end, int entry) {
  boolean covers(Match other) {
    return start <= other.start && other.end <= end;
  }
}
