package dev.atrium.platform.inference.engine;

/**
 * What one or more sequences took, counted by the engine.
 *
 * @param prompt prompt tokens, cached ones included
 * @param cached prompt tokens served from the prefix cache
 * @param generated tokens sampled, the end-of-turn token included
 */
public record TokenUsage(int prompt, int cached, int generated) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0);

  /** Together with another answer to the same prompt, which counts once. */
  public TokenUsage besides(TokenUsage other) {
    var fuller = other.prompt > prompt || (other.prompt == prompt && other.cached < cached);
    return new TokenUsage(
        Math.max(prompt, other.prompt),
        fuller ? other.cached : cached,
        generated + other.generated);
  }

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        prompt + other.prompt, cached + other.cached, generated + other.generated);
  }
}
