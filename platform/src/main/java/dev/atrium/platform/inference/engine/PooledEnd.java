package dev.atrium.platform.inference.engine;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;

/** Tells the end of a pooled sequence to who asked for its vector. */
record PooledEnd(StatePool states, EmbeddingSink sink) implements GenerationSink {

  @Override
  public void delta(String text, int tokens) {
    throw new IllegalStateException("a pooled sequence writes no text");
  }

  @Override
  public void finished(FinishReason reason, TokenUsage usage) {
    switch (reason) {
      case DEADLINE ->
          sink.failed(
              AtriumException.capacity(
                  "deadline_exceeded",
                  "The deadline passed before the text was read.",
                  Duration.ofSeconds(1)),
              usage.prompt());
      case CANCELLED ->
          sink.failed(
              AtriumException.caller("call_aborted", "The call was given up."), usage.prompt());
      default -> sink.embedded(states.vector(), usage.prompt());
    }
  }

  @Override
  public void failed(AtriumException failure, TokenUsage usage) {
    sink.failed(failure, usage.prompt());
  }
}
