package dev.atrium.platform.inference.measure;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.torch.TorchModelRunner;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How well a model foretells a text: the mean negative log-probability of its tokens, in windows
 * that begin anew.
 *
 * @param loss in nats per token
 * @param tokens that were foretold
 * @param weightBytes of embedding and matrices in memory
 */
public record TextLoss(Precision format, double loss, int tokens, long weightBytes) {
  private static final int PIECE = 64;

  /** e to the power of the loss. */
  public double perplexity() {
    return Math.exp(loss);
  }

  /**
   * Measures a model in a number format.
   *
   * @param window tokens that are read together at the most
   * @throws AtriumException CALLER if the text has fewer than two tokens
   */
  public static TextLoss of(ModelFolder model, Precision format, int[] text, int window) {
    if (text.length < 2) {
      throw AtriumException.caller("text_too_short", "The text has fewer than two tokens.");
    }
    var settings = EngineSettings.DEFAULT.withSequences(1).withPrecision(format);
    try (var runner = TorchModelRunner.load(model, settings)) {
      var length = Math.min(window, runner.contextTokens());
      var sum = 0.0;
      var count = 0;
      for (var begin = 0; begin < text.length - 1; begin += length) {
        var tokens = Arrays.copyOfRange(text, begin, Math.min(begin + length, text.length));
        sum += windowLoss(runner, tokens);
        count += tokens.length - 1;
      }
      return new TextLoss(format, sum / count, count, runner.weightBytes());
    }
  }

  private static double windowLoss(TorchModelRunner runner, int[] tokens) {
    var sum = 0.0;
    for (var past = 0; past < tokens.length; past += PIECE) {
      var piece = Arrays.copyOfRange(tokens, past, Math.min(past + PIECE, tokens.length));
      var plan = new StepPlan(List.of(new Row(0, past, piece, Optional.empty())));
      var logits = runner.score(plan).logits();
      var width = logits.length / piece.length;
      for (var i = 0; i < piece.length && past + i + 1 < tokens.length; i++) {
        sum += loss(logits, i * width, width, tokens[past + i + 1]);
      }
    }
    return sum;
  }

  private static double loss(float[] logits, int from, int width, int token) {
    var largest = Double.NEGATIVE_INFINITY;
    for (var i = from; i < from + width; i++) {
      largest = Math.max(largest, logits[i]);
    }
    var sum = 0.0;
    for (var i = from; i < from + width; i++) {
      sum += Math.exp(logits[i] - largest);
    }
    return largest + Math.log(sum) - logits[from + token];
  }
}
