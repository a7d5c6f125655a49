package dev.atrium.platform.inference.engine;

import dev.atrium.platform.inference.engine.cache.KvMove;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * One step's work: rows that may belong to different sequences, in the order in which they are
 * computed.
 *
 * @param moves what is copied within the cache before anything is computed, in order
 */
public record StepPlan(List<Row> rows, List<KvMove> moves) {
  public StepPlan {
    rows = List.copyOf(rows);
    moves = List.copyOf(moves);
  }

  /** Rows alone. */
  public StepPlan(List<Row> rows) {
    this(rows, List.of());
  }

  /** Tokens over all rows. */
  public int tokens() {
    return rows.stream().mapToInt(row -> row.tokens().length).sum();
  }

  /**
   * Consecutive tokens of one sequence. A sequence may have several rows in a step, in order.
   *
   * @param place where in the KV cache the sequence's first token lies
   * @param past tokens of the sequence that the cache already holds, or will hold by this row's
   *     turn
   * @param draw how to choose the token after the row's last; empty inside a prompt
   * @param adapter index of a loaded adapter, or {@link #NO_ADAPTER}
   * @param pooled the states of so many of its last tokens are summed and told; 0 = none
   */
  @SuppressWarnings("ArrayRecordComponent") // owned by the plan, never shared
  public record Row(
      int place, int past, int[] tokens, Optional<Draw> draw, int adapter, int pooled) {
    public static final int NO_ADAPTER = -1;

    /** A row whose states nobody asks for. */
    public Row(int place, int past, int[] tokens, Optional<Draw> draw, int adapter) {
      this(place, past, tokens, draw, adapter, 0);
    }

    /** A row of the model as it is. */
    public Row(int place, int past, int[] tokens, Optional<Draw> draw) {
      this(place, past, tokens, draw, NO_ADAPTER);
    }
  }

  /**
   * How to choose one token.
   *
   * @param temperature 0 = the likeliest token, the smaller id on a tie
   * @param topP the smallest set of likeliest tokens with at least this probability; 1 = all
   * @param topK the likeliest so many; 0 = all
   * @param minP drops tokens less likely than this share of the likeliest; 0 = none
   * @param uniform from 0 inclusive to 1 exclusive; decides where in the distribution to draw
   * @param edits changes to the scores, before anything else
   * @param allowed the only tokens that may be chosen, whatever their scores; empty = all
   * @param logprobs how many of the likeliest tokens to tell beside the chosen one; {@link
   *     #NO_LOGPROBS} = tell nothing
   */
  public record Draw(
      double temperature,
      double topP,
      int topK,
      double minP,
      double uniform,
      LogitEdits edits,
      Optional<BitSet> allowed,
      int logprobs) {
    public static final int NO_LOGPROBS = -1;

    /** A draw from scores as they are. */
    public Draw(double temperature, double topP, int topK, double uniform) {
      this(temperature, topP, topK, 0, uniform, LogitEdits.NONE);
    }

    /** A draw among all tokens. */
    public Draw(
        double temperature, double topP, int topK, double minP, double uniform, LogitEdits edits) {
      this(temperature, topP, topK, minP, uniform, edits, Optional.empty(), NO_LOGPROBS);
    }
  }
}
