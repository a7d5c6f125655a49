package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Keeps what it is told, and that it is told in order. */
final class RecordingSink implements GenerationSink {
  final StringBuilder text = new StringBuilder();
  final CountDownLatch done = new CountDownLatch(1);
  int delivered;
  int deltas;
  Optional<FinishReason> reason = Optional.empty();
  Optional<AtriumException> failure = Optional.empty();
  TokenUsage usage = TokenUsage.NONE;
  Runnable onDelta = () -> {};

  @Override
  public void delta(String piece, int tokens) {
    requireOpen();
    text.append(piece);
    delivered += tokens;
    deltas++;
    onDelta.run();
  }

  @Override
  public void finished(FinishReason why, TokenUsage used) {
    requireOpen();
    reason = Optional.of(why);
    usage = used;
    done.countDown();
  }

  @Override
  public void failed(AtriumException why, TokenUsage used) {
    requireOpen();
    failure = Optional.of(why);
    usage = used;
    done.countDown();
  }

  boolean ended() {
    return reason.isPresent() || failure.isPresent();
  }

  private void requireOpen() {
    if (ended()) {
      throw new IllegalStateException("told something after the end");
    }
  }
}
