package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may be asked of a classifier. */
public final class ClassificationMessages {
  private ClassificationMessages() {}

  /**
   * Asks how likely each class is for each text. Streams nothing, ends with a {@link Classes}.
   *
   * @param timeout from the model's receipt
   */
  public record Classify(TenantId tenant, List<String> texts, Duration timeout) {
    public Classify {
      texts = List.copyOf(texts);
    }
  }

  /**
   * What came of it. A failure on the way comes here too, so that its tokens are counted.
   *
   * @param model the model's name and version, {@code name@version}
   * @param labels of the classes
   * @param probabilities of each text, in the order of the labels; together 1
   */
  public record Classes(
      String model,
      List<String> labels,
      List<float[]> probabilities,
      int tokens,
      long totalMillis,
      Optional<AtriumException> failure) {
    public Classes {
      labels = List.copyOf(labels);
      probabilities = List.copyOf(probabilities);
    }
  }
}
