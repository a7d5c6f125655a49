package dev.atrium.platform.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Batches of examples of like length. Examples are taken in windows, sorted by length, cut into
 * batches, and the batches of a window are shuffled; so a position is two numbers.
 */
public final class BatchStream {

  /** Where the stream stands: the window and the next batch inside it. */
  public record Position(long window, int batch) {}

  private static final int WINDOW = 512;
  private static final int ROUNDING = 16;

  private final Recipe recipe;
  private final Curriculum curriculum;
  private long window;
  private int next;
  private List<Batch> batches;

  public BatchStream(Recipe recipe, Curriculum curriculum, Position start) {
    this.recipe = recipe;
    this.curriculum = curriculum;
    this.window = start.window();
    this.next = start.batch();
    this.batches = window(window);
  }

  /** The position of the batch that {@link #next} gives. */
  public Position position() {
    return new Position(window, next);
  }

  public Batch next() {
    while (next >= batches.size()) {
      window++;
      next = 0;
      batches = window(window);
    }
    return batches.get(next++);
  }

  private List<Batch> window(long number) {
    var examples = new ArrayList<Example>();
    for (var i = 0; i < WINDOW; i++) {
      var example = curriculum.example(number * WINDOW + i);
      if (example.tokens().length <= recipe.reading().maxTokens()) {
        examples.add(example);
      }
    }
    examples.sort(Comparator.comparingInt(e -> e.tokens().length));
    var cut = new ArrayList<Batch>();
    var open = new ArrayList<Example>();
    for (var example : examples) {
      if (!open.isEmpty()
          && (open.size() + 1) * columns(example) > recipe.reading().tokensPerStep()) {
        cut.add(batch(open));
        open.clear();
      }
      open.add(example);
    }
    cut.add(batch(open));
    shuffle(cut, number);
    return cut;
  }

  private void shuffle(List<Batch> cut, long number) {
    var random = Curriculum.generator(~recipe.seed(), number);
    for (var i = cut.size() - 1; i > 0; i--) {
      var j = random.nextInt(i + 1);
      var moved = cut.set(i, cut.get(j));
      cut.set(j, moved);
    }
  }

  private static int columns(Example example) {
    return (example.tokens().length + ROUNDING - 1) / ROUNDING * ROUNDING;
  }

  /** Rows padded with token 0 behind their end, where nothing is judged. */
  static Batch batch(List<Example> examples) {
    var columns = examples.stream().mapToInt(BatchStream::columns).max().orElseThrow();
    var tokens = new long[examples.size() * columns];
    var places = new ArrayList<Integer>();
    for (var row = 0; row < examples.size(); row++) {
      var example = examples.get(row);
      for (var i = 0; i < example.tokens().length; i++) {
        tokens[row * columns + i] = example.tokens()[i];
        if (i > 0 && example.judged()[i] > 0) {
          places.add(row * columns + i - 1);
        }
      }
    }
    var targets = places.stream().mapToLong(place -> tokens[place + 1]).toArray();
    var weights = new float[places.size()];
    for (var i = 0; i < weights.length; i++) {
      var place = places.get(i) + 1;
      weights[i] = examples.get(place / columns).judged()[place % columns];
    }
    return new Batch(
        examples.size(),
        columns,
        tokens,
        places.stream().mapToLong(Integer::longValue).toArray(),
        targets,
        weights);
  }
}
