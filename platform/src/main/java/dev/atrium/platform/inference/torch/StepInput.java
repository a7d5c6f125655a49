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
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A plan as the program's arguments. Tokens are padded to a multiple of {@link #PADDING}:
 * libtorch's matrix product gives a row the same bits in every batch whose number of rows is such a
 * multiple.
 *
 * @param batch ids, then positions, then places, {@code size} each
 * @param rows first token, count, first place, length, adapter of each row
 * @param last index of the token that each draw follows, padded
 */
@SuppressWarnings("ArrayRecordComponent") // made, passed on, dropped
record StepInput(int size, long[] batch, long[] rows, long[] last, List<Draw> draws) {

  /** How the number of tokens is padded. */
  enum Padding {
    /**
     * To a multiple of four: libtorch's matrix product gives a row the same bits in every batch
     * whose number of rows is such a multiple.
     */
    TO_FOUR,
    /** By one row, from which 8-bit products take their range; their sums are exact anyway. */
    BY_ONE;

    int size(int count) {
      return switch (this) {
        case TO_FOUR -> (count + 3) / 4 * 4;
        case BY_ONE -> count + 1;
      };
    }
  }

  /**
   * @param stride places from one slot to the next
   * @param spare the place for padding tokens
   */
  static StepInput of(StepPlan plan, long stride, long spare, Padding padding) {
    var size = padding.size(plan.tokens());
    var batch = new long[3 * size];
    Arrays.fill(batch, 2 * size, 3 * size, spare);
    var rows = new long[5 * plan.rows().size()];
    var at = 0;
    for (var i = 0; i < plan.rows().size(); i++) {
      var row = plan.rows().get(i);
      var begin = row.slot() * stride;
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
    return new StepInput(size, batch, rows, last(plan, draws.size(), padding), draws);
  }

  private static long[] last(StepPlan plan, int draws, Padding padding) {
    var last = new long[padding.size(draws)];
    var at = 0;
    var next = 0;
    for (Row row : plan.rows()) {
      at += row.tokens().length;
      if (row.draw().isPresent()) {
        last[next++] = (long) at - 1;
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

  /** What the program chose: tokens; then, if asked for, ids and their log-probabilities. */
  StepResult result(List<TorchTensor> tensors) {
    var chosen = wholes(tensors.getFirst().longs());
    var scores = new ArrayList<Scores>();
    if (tensors.size() > 1) {
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
    return new StepResult(chosen, scores);
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
