package dev.atrium.platform.safety;

import java.util.Arrays;

/**
 * Text as the matcher sees it, with the way back. A <em>raw</em> is one folded character with its
 * original offsets; a <em>run</em> is a row of raws of one symbol with nothing between them. Marks,
 * spaces and invisible characters are left out: they are the gaps between raws. Symbol 0 is a
 * break, over which nothing matches.
 */
final class Projection {
  final char[] text;
  final int from;
  final int to;

  /** Where the text ends, which may be after {@link #to}. */
  final int limit;

  int raws;
  int[] rawStart;
  int[] rawEnd;
  int[] rawFold;

  int runs;
  int[] runSymbol;
  int[] runRaw;

  /** Whether a run goes on with a word: a letter directly after a letter. */
  boolean[] runJoined;

  /** Words that read as pinyin: first raw and the raw after the last, in turn. */
  int words;

  int[] word = new int[16];

  /** Original offsets where a symbol may be a letter, and raws where two characters may be one. */
  int leets;

  int[] leet = new int[16];
  int splits;
  int[] split = new int[16];

  /** The first raw of a word at the very end that may become pinyin; -1 if none. */
  int openWord = -1;

  /** Whether the last raw may be the first part of a character in two. */
  boolean openSplit;

  Projection(char[] text, int from, int to, int limit) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.limit = limit;
    int capacity = to - from + 16;
    rawStart = new int[capacity];
    rawEnd = new int[capacity];
    rawFold = new int[capacity];
    runSymbol = new int[capacity];
    runRaw = new int[capacity + 1];
    runJoined = new boolean[capacity];
  }

  /** Whether so many raws and runs can be added without growing. */
  boolean hasRoomFor(int count) {
    return raws + count <= rawStart.length && runs + count < runSymbol.length;
  }

  void addRaw(int start, int end, int fold) {
    if (raws == rawStart.length) {
      rawStart = Arrays.copyOf(rawStart, raws * 2);
      rawEnd = Arrays.copyOf(rawEnd, raws * 2);
      rawFold = Arrays.copyOf(rawFold, raws * 2);
    }
    rawStart[raws] = start;
    rawEnd[raws] = end;
    rawFold[raws++] = fold;
  }

  /** Begins a run at the raw that is added next. */
  void addRun(int symbol, boolean joined) {
    if (runs + 1 >= runSymbol.length) {
      runSymbol = Arrays.copyOf(runSymbol, runs * 2);
      runRaw = Arrays.copyOf(runRaw, runs * 2 + 1);
      runJoined = Arrays.copyOf(runJoined, runs * 2);
    }
    runSymbol[runs] = symbol;
    runJoined[runs] = joined;
    runRaw[runs++] = raws;
  }

  void addWord(int firstRaw, int endRaw) {
    if (words + 2 > word.length) {
      word = Arrays.copyOf(word, words * 2);
    }
    word[words++] = firstRaw;
    word[words++] = endRaw;
  }

  void addLeet(int offset) {
    if (leets == leet.length) {
      leet = Arrays.copyOf(leet, leets * 2);
    }
    leet[leets++] = offset;
  }

  void addSplit(int offset) {
    if (splits == split.length) {
      split = Arrays.copyOf(split, splits * 2);
    }
    split[splits++] = offset;
  }

  /** The raw after the last one of a run. */
  int runEnd(int run) {
    return run + 1 < runs ? runRaw[run + 1] : raws;
  }

  int kind(int raw) {
    return Folding.kind(rawFold[raw]);
  }

  int value(int raw) {
    return Folding.value(rawFold[raw]);
  }
}
