package dev.atrium.platform.inference.engine;

/** Why a sequence ended. */
public enum FinishReason {
  /** The model ended its turn, or a stop string appeared. */
  STOP,
  /** The token limit or the context's end was reached. */
  LENGTH,
  /** The caller went away or asked to stop. */
  CANCELLED,
  /** The deadline passed. */
  DEADLINE,
  /** The engine failed. */
  FAILED,
  /** The tenant's content filter ended it; no engine says so. */
  FILTERED
}
