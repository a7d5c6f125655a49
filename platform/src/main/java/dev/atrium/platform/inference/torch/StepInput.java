package dev.atrium.platform.inference.torch;

import dev.atrium.platform.inference.engine.LogitEdits;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Draw;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.engine.StepResult;
import dev.atrium.platform.inference.engine.StepResult.Scores;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A plan as the program's arguments. Rows of one token come first, in the order of their places, so
 * that the attention of neighbours can be computed together.
 *
 * @param batch ids, then positions, then places, {@code size} each
 * @param rows first token, count, first place, length, adapter of each row
 * @param groups first token, count, first place, places from one to the next, length of each group
 * @param begins where each row of the plan begins among the tokens
 * @param last index of the token that each draw follows, padded
 */
@SuppressWarnings("ArrayRecordComponent") // made, passed on, dropped
record StepInput(
    int size,
    long[] batch,
    long[] rows,
    long[] groups,
    int[] begins,
    long[] last,
    List<Draw> draws) {

  private static final int LAST = Integer.MAX_VALUE;

  /** How the number of tokens is padded. */
  enum Padding {
    /**
     * To a multiple of four: libtorch's matrix product gives a row the same bits in every batch
     * whose number of rows is such a multiple.
     */
    TO_FOUR,
    /** Not at all: sums of 8-bit products are exact. */
    NONE;

    int size(int count) {
      return switch (this) {
        case TO_FOUR -> (count + 3) / 4 * 4;
        case NONE -> count;
      };
    }
  }

  /**
   * The cache.
   *
   * @param context places of the longest sequence
   * @param spare the place for padding tokens
   */
  record Places(long context, long spare) {
    /** Places after the last one that are looked at, though nobody's: padding's and rounding's. */
    static final long BEYOND = 512;

    /**
     * Over how many places a single token looks: its own length rounded up, whoever its neighbours
     * are.
     */
    long span(Row row) {
      var length = row.past() + 1L;
      var step = length <= 256 ? 32 : length <= 1024 ? 128 : 512;
      return Math.min((length + step - 1) / step * step, context);
    }
  }

  static StepInput of(StepPlan plan, Places places, Padding padding) {
    var order = order(plan.rows());
    var size = padding.size(plan.tokens());
    var batch = new long[3 * size];
    Arrays.fill(batch, 2 * size, 3 * size, places.spare());
    var rows = new long[5 * order.length];
    var begins = new int[order.length];
    var at = 0;
    for (var i = 0; i < order.length; i++) {
      var row = plan.rows().get(order[i]);
      long begin = row.place();
      begins[order[i]] = at;
      rows[5 * i] = at;
      rows[5 * i + 1] = row.tokens().length;
      rows[5 * i + 2] = begin;
      rows[5 * i + 3] = (long) row.past() + row.tokens().length;
      rows[5 * i + 4] = row.adapter();
      for (var j = 0; j < row.tokens().length; j++, at++) {
        batch[at] = row.tokens()[j];
        batch[size + at] = (long) row.past() + j;
        batch[2 * size + at] = begin + row.past() + j;
      }
    }
    var draws = plan.rows().stream().flatMap(row -> row.draw().stream()).toList();
    var groups = groups(plan.rows(), order, places);
    return new StepInput(
        size, batch, rows, groups, begins, last(plan, begins, draws.size(), padding), draws);
  }

  /** Single tokens by place, then the others as they are. */
  private static int[] order(List<Row> rows) {
    return IntStream.range(0, rows.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> isSingle(rows.get(i)) ? rows.get(i).place() : LAST))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean isSingle(Row row) {
    return row.tokens().length == 1;
  }

  /** Single tokens whose sequences lie at equal distances and that look over as many places. */
  private static long[] groups(List<Row> rows, int[] order, Places places) {
    var groups = LongStream.builder();
    for (var i = 0; i < order.length && isSingle(rows.get(order[i])); ) {
      var first = rows.get(order[i]);
      var distance = i + 1 < order.length ? rows.get(order[i + 1]).place() - first.place() : 0;
      var count = 1;
      while (i + count < order.length
          && alike(first, rows.get(order[i + count]), distance * count, places)) {
        count++;
      }
      groups.add(i).add(count).add(first.place());
      groups.add(count == 1 ? 0 : distance).add(places.span(first));
      i += count;
    }
    return groups.build().toArray();
  }

  private static boolean alike(Row first, Row row, int distance, Places places) {
    return isSingle(row)
        && row.place() == first.place() + distance
        && places.span(row) == places.span(first);
  }

  private static long[] last(StepPlan plan, int[] begins, int draws, Padding padding) {
    var last = new long[padding.size(draws)];
    var next = 0;
    for (var i = 0; i < begins.length; i++) {
      var row = plan.rows().get(i);
      if (row.draw().isPresent()) {
        last[next++] = begins[i] + row.tokens().length - 1L;
      }
    }
    return last;
  }

  /** Which draws may choose some tokens only. */
  long[] masked() {
    return IntStream.range(0, draws.size())
        .filter(i -> draws.get(i).allowed().isPresent())
        .asLongStream()
        .toArray();
  }

  /** For each such draw a byte per token, 0 = forbidden. */
  ByteBuffer allowed(int vocabulary) {
    var sets = draws.stream().flatMap(draw -> draw.allowed().stream()).toList();
    var bytes = ByteBuffer.allocateDirect(sets.size() * vocabulary);
    for (var i = 0; i < sets.size(); i++) {
      var set = sets.get(i);
      for (var token = set.nextSetBit(0); token >= 0; token = set.nextSetBit(token + 1)) {
        bytes.put(i * vocabulary + token, (byte) 1);
      }
    }
    return bytes;
  }

  /** First token and count of each stretch of tokens whose states are summed. */
  long[] pooled(List<Row> rows) {
    return IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).pooled() > 0)
        .mapToObj(i -> pooled(rows.get(i), begins[i]))
        .flatMapToLong(Arrays::stream)
        .toArray();
  }

  private static long[] pooled(Row row, int begin) {
    return new long[] {(long) begin + row.tokens().length - row.pooled(), row.pooled()};
  }

  /**
   * What the program chose: tokens; then, if asked for, ids and their log-probabilities; then, if
   * rows were pooled, the sums of their states.
   *
   * @param width numbers in a state; 0 = nothing was pooled
   */
  StepResult result(List<TorchTensor> tensors, int width) {
    var chosen = wholes(tensors.getFirst().longs());
    var scores = new ArrayList<Scores>();
    if (draws.stream().anyMatch(draw -> draw.logprobs() >= 0)) {
      var ids = wholes(tensors.get(1).longs());
      var values = tensors.get(2).floats();
      var at = 0;
      for (var draw : draws) {
        if (draw.logprobs() >= 0) {
          var end = at + 1 + draw.logprobs();
          scores.add(new Scores(Arrays.copyOfRange(ids, at, end), doubles(values, at, end)));
          at = end;
        }
      }
    }
    return new StepResult(chosen, scores, width == 0 ? List.of() : rows(tensors.getLast(), width));
  }

  private static List<float[]> rows(TorchTensor tensor, int width) {
    var values = tensor.floats();
    return IntStream.range(0, values.length / width)
        .mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width))
        .toList();
  }

  private static int[] wholes(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  private static double[] doubles(float[] values, int from, int to) {
    return IntStream.range(from, to).mapToDouble(i -> values[i]).toArray();
  }

  double[] reals(ToDoubleFunction<Draw> part) {
    return draws.stream().mapToDouble(part).toArray();
  }

  long[] wholes(ToLongFunction<Draw> part) {
    return draws.stream().mapToLong(part).toArray();
  }

  /** Where the edits of each draw end. */
  long[] editEnds() {
    var sizes = draws.stream().mapToLong(draw -> draw.edits().size()).toArray();
    Arrays.parallelPrefix(sizes, Long::sum);
    return sizes;
  }

  long[] editedTokens() {
    return draws.stream().flatMapToLong(draw -> Arrays.stream(draw.edits().tokens())).toArray();
  }

  double[] editReals(Function<LogitEdits, double[]> part) {
    return draws.stream()
        .flatMapToDouble(draw -> Arrays.stream(part.apply(draw.edits())))
        .toArray();
  }
}
