package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import java.time.Instant;
import java.util.List;

/**
 * The models of this installation.
 *
 * @param models the first is the one that {@code default} stands for
 */
public record ModelCatalogue(List<Model> models) {
  public static final String DEFAULT = "default";

  public ModelCatalogue {
    models = List.copyOf(models);
  }

  /**
   * A model that serves.
   *
   * @param version changes when the weights do
   * @param created when its weights were laid here
   */
  public record Model(String name, String version, Instant created) {
    /** {@code name@version}. */
    public String id() {
      return name + "@" + version;
    }
  }

  /**
   * The name of the model that a name or alias stands for.
   *
   * @throws AtriumException {@code model_not_found}
   */
  public String resolve(String nameOrAlias) {
    return find(nameOrAlias).name();
  }

  /**
   * The model that a name or alias stands for.
   *
   * @throws AtriumException {@code model_not_found}
   */
  public Model find(String nameOrAlias) {
    if (nameOrAlias.equals(DEFAULT)) {
      return models.getFirst();
    }
    return models.stream()
        .filter(model -> model.name().equals(nameOrAlias))
        .findFirst()
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "model_not_found",
                    "There is no model '%s' here. GET /v1/models lists the models."
                        .formatted(nameOrAlias)));
  }
}
