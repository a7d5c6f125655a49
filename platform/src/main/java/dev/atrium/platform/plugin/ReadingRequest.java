package dev.atrium.platform.plugin;

import dev.atrium.platform.tenancy.TenantId;
import java.time.Duration;
import java.util.List;

/**
 * What a turn has a model read.
 *
 * @param model a name of the catalogue
 * @param purpose what is to be made of the texts
 * @param deadline what is left of the turn's
 */
public record ReadingRequest(
    TenantId tenant, String model, List<String> texts, Purpose purpose, Duration deadline) {
  public ReadingRequest {
    texts = List.copyOf(texts);
  }

  /** What is made of texts. */
  public enum Purpose {
    VECTORS,
    CLASSES
  }
}
