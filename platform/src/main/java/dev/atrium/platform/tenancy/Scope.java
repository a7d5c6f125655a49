package dev.atrium.platform.tenancy;

import java.util.Arrays;
import java.util.Optional;

/** What an API key may be used for. Which routes a scope opens stands in the contract. */
public enum Scope {
  /** Everything within the tenant. */
  ADMIN("admin"),
  /** Models and completions. */
  CHAT("chat"),
  EMBEDDINGS("embeddings"),
  /** The tenant's assistants. */
  SCENARIOS("scenarios"),
  /** Items and events for recommendations. */
  CATALOGUE("catalogue"),
  /** Usage, without its prompts and answers, which are nowhere. */
  USAGE_READ("usage:read");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  /** As the contract and requests write it, such as {@code usage:read}. */
  public String word() {
    return word;
  }

  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
  }
}
