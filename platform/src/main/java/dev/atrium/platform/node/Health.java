package dev.atrium.platform.node;

import dev.atrium.platform.database.Database;
import dev.atrium.platform.gateway.HealthCheck;
import dev.atrium.platform.metering.MeteringState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code /health/ready} looks at. The database is asked now and then, not at each look. */
final class Health {
  private static final Duration ROUND = Duration.ofSeconds(2);

  private final LoadedModel model;
  private final MeteringState metering;
  private volatile Optional<String> databaseProblem = Optional.empty();

  Health(Vertx vertx, LoadedModel model, Database database, MeteringState metering) {
    this.model = model;
    this.metering = metering;
    vertx.setPeriodic(
        ROUND.toMillis(),
        timer ->
            database
                .ping()
                .onSuccess(answer -> databaseProblem = Optional.empty())
                .onFailure(
                    away -> databaseProblem = Optional.of(String.valueOf(away.getMessage()))));
  }

  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("model", this::modelProblem),
        new HealthCheck("database", () -> databaseProblem),
        new HealthCheck("metering", metering::problem));
  }

  private Optional<String> modelProblem() {
    return model
        .replica()
        .problem()
        .map(problem -> "%s: %s".formatted(model.entry().id(), problem));
  }
}
