package dev.atrium.platform.inference;

import dev.atrium.platform.failure.AtriumException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The models of this installation.
 *
 * @param models the first is the one that {@code default} stands for
 */
public record ModelCatalogue(List<Model> models) {
  public static final String DEFAULT = "default";

  private static final char ADAPTER_MARK = ':';

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

  /** The adapter that a request's model names behind a colon: {@code base:adapter}. */
  public static Optional<String> adapterOf(String model) {
    var colon = model.indexOf(ADAPTER_MARK);
    return colon < 0 ? Optional.empty() : Optional.of(model.substring(colon + 1));
  }

  /** The model that a request's model names before a colon. */
  public static String baseOf(String model) {
    var colon = model.indexOf(ADAPTER_MARK);
    return colon < 0 ? model : model.substring(0, colon);
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
