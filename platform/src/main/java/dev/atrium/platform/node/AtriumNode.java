package dev.atrium.platform.node;

import dev.atrium.platform.config.Settings;

/** A running node. */
public final class AtriumNode implements AutoCloseable {
  private final Closing parts;
  private final NodeReport report;

  private AtriumNode(Closing parts, NodeReport report) {
    this.parts = parts;
    this.report = report;
  }

  /**
   * Starts a node; returns when it answers. What was opened is closed again if a part fails.
   *
   * @throws dev.atrium.platform.failure.AtriumException with the part's reason
   */
  public static AtriumNode start(Settings settings) {
    var parts = new Closing();
    try {
      var report = new Startup(settings, parts).run();
      settings.readyFile().ifPresent(file -> ReadyFile.write(file, report));
      return new AtriumNode(parts, report);
    } catch (RuntimeException failure) {
      parts.close();
      throw failure;
    }
  }

  public NodeReport report() {
    return report;
  }

  /** Refuses new calls, lets those in flight end within the drain time, and closes every part. */
  @Override
  public void close() {
    parts.close();
  }
}
