package dev.atrium.platform.training.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Learns a byte-level BPE vocabulary: again and again the most frequent pair of neighbours inside
 * the pieces becomes one token. Ties go to the pair of the older tokens, so that the same text
 * always gives the same vocabulary.
 */
public final class BytePairTrainer {

  /** A piece as it stands now, and how often it occurs. */
  private record Word(int[] tokens, long count) {}

  private record Pair(int left, int right) {}

  private record Candidate(Pair pair, long count) {}

  private final Map<String, Long> counts = new HashMap<>();

  /** Counts the pieces of a text, each as if it occurred {@code times} times. */
  public void read(String text, int times) {
    for (var piece : Pieces.of(text)) {
      counts.merge(piece, (long) times, Long::sum);
    }
  }

  /**
   * @param size tokens in all: 256 bytes, the merges, the special tokens
   * @param special tokens that text can't produce, last in the vocabulary
   */
  public BytePairTokenizer train(int size, List<String> special) {
    var tokens = new ArrayList<String>();
    var words = words(tokens);
    var merges = new ArrayList<BytePairTokenizer.Merge>();
    var index = new PairIndex(words);
    var known = new HashSet<>(tokens);
    var best = index.poll();
    while (best != null && tokens.size() + special.size() < size) {
      var joined = tokens.get(best.left()) + tokens.get(best.right());
      if (known.add(joined)) {
        merges.add(new BytePairTokenizer.Merge(best.left(), best.right()));
        tokens.add(joined);
        index.merge(best, tokens.size() - 1);
      }
      best = index.poll();
    }
    return new BytePairTokenizer(tokens, merges, special);
  }

  private List<Word> words(List<String> tokens) {
    for (var value = 0; value < 256; value++) {
      tokens.add(String.valueOf(ByteLetters.of(value)));
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> new Word(BytePairTokenizer.bytes(e.getKey()), e.getValue()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** How often each pair occurs and in which words. */
  private static final class PairIndex {
    private final List<Word> words;
    private final Map<Pair, Long> totals = new HashMap<>();
    private final Map<Pair, Set<Integer>> places = new HashMap<>();
    private final PriorityQueue<Candidate> queue =
        new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparingInt(c -> c.pair().left())
                .thenComparingInt(c -> c.pair().right()));

    PairIndex(List<Word> words) {
      this.words = words;
      var touched = new HashSet<Pair>();
      for (var i = 0; i < words.size(); i++) {
        add(i, 1, touched);
      }
      enqueue(touched);
    }

    /** The most frequent pair, or null when no pair occurs twice. */
    @Nullable Pair poll() {
      while (!queue.isEmpty()) {
        var top = queue.poll();
        if (top.count() == totals.getOrDefault(top.pair(), 0L)) {
          return top.count() < 2 ? null : top.pair();
        }
      }
      return null;
    }

    void merge(Pair pair, int merged) {
      var touched = new HashSet<Pair>();
      for (var i : List.copyOf(places.getOrDefault(pair, Set.of()))) {
        add(i, -1, touched);
        var word = words.get(i);
        words.set(i, new Word(joined(word.tokens(), pair, merged), word.count()));
        add(i, 1, touched);
      }
      totals.remove(pair);
      places.remove(pair);
      touched.remove(pair);
      enqueue(touched);
    }

    private void add(int index, int sign, Set<Pair> touched) {
      var word = words.get(index);
      for (var i = 0; i + 1 < word.tokens().length; i++) {
        var pair = new Pair(word.tokens()[i], word.tokens()[i + 1]);
        totals.merge(pair, sign * word.count(), Long::sum);
        if (sign > 0) {
          places.computeIfAbsent(pair, p -> new HashSet<>()).add(index);
        }
        touched.add(pair);
      }
    }

    private void enqueue(Set<Pair> touched) {
      for (var pair : touched) {
        var total = totals.getOrDefault(pair, 0L);
        if (total > 0) {
          queue.add(new Candidate(pair, total));
        }
      }
    }

    private static int[] joined(int[] tokens, Pair pair, int merged) {
      var out = new int[tokens.length];
      var length = 0;
      for (var i = 0; i < tokens.length; i++) {
        var here =
            i + 1 < tokens.length && tokens[i] == pair.left() && tokens[i + 1] == pair.right();
        out[length++] = here ? merged : tokens[i];
        i += here ? 1 : 0;
      }
      return Arrays.copyOf(out, length);
    }
  }
}
