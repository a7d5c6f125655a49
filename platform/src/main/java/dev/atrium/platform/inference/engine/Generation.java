package dev.atrium.platform.inference.engine;

/** An answer in the making. */
@FunctionalInterface
public interface Generation {

  /**
   * Asks to stop before the next token; idempotent, any thread. The sink still gets its end, {@link
   * FinishReason#CANCELLED} unless another came first.
   */
  void cancel();
}
