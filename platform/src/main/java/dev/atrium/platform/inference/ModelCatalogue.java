package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import java.util.List;

/**
 * The models of this installation.
 *
 * @param names the first is the one that {@code default} stands for
 */
public record ModelCatalogue(List<String> names) {
  public static final String DEFAULT = "default";

  public ModelCatalogue {
    names = List.copyOf(names);
  }

  /**
   * The model that a name or alias stands for.
   *
   * @throws AtriumException {@code model_not_found}
   */
  public String resolve(String nameOrAlias) {
    if (nameOrAlias.equals(DEFAULT)) {
      return names.getFirst();
    }
    if (names.contains(nameOrAlias)) {
      return nameOrAlias;
    }
    throw AtriumException.caller(
        "model_not_found",
        "There is no model '%s' here. GET /v1/models lists the models.".formatted(nameOrAlias));
  }
}
