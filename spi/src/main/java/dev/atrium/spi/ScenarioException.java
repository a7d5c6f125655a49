package dev.atrium.spi;

/** A turn that cannot be answered; the message is shown to the caller. */
public class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScenarioException(String message) {
    super(message, null, false, false);
  }
}
