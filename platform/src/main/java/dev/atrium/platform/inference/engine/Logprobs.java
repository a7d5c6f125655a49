package dev.atrium.platform.inference.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atrium.platform.inference.engine.StepResult.Scores;
import java.util.List;
import java.util.stream.IntStream;

/** Puts the log-probabilities of a step into words. */
final class Logprobs {
  private Logprobs() {}

  /** The chosen token's, with the likeliest beside it. */
  static TokenLogprob of(Scores scores, TextCodec codec) {
    var likeliest =
        IntStream.range(1, scores.tokens().length)
            .mapToObj(i -> one(scores, i, List.of(), codec))
            .toList();
    return one(scores, 0, likeliest, codec);
  }

  private static TokenLogprob one(
      Scores scores, int index, List<TokenLogprob> likeliest, TextCodec codec) {
    var token = scores.tokens()[index];
    var bytes = codec.bytes(token);
    var unsigned = IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xff).toList();
    return new TokenLogprob(
        token, new String(bytes, UTF_8), unsigned, scores.logprobs()[index], likeliest);
  }
}
