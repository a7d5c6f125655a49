package dev.atrium.platform.inference.engine.cache;

/**
 * Who may use a kept prefix again: what differs in any part is never shared, not even by being
 * faster.
 *
 * @param owner the tenant
 * @param adapter the adapter's version, or empty
 * @param after which of the operator's prompts stands before, or empty
 */
public record PrefixKey(String owner, String adapter, String after) {

  /** Nothing of the operator's stands before. */
  public PrefixKey(String owner, String adapter) {
    this(owner, adapter, "");
  }
}
