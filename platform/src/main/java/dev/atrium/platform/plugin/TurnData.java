package dev.atrium.platform.plugin;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.spi.data.Data;
import dev.atrium.spi.data.DataResult;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.DataSource;
import dev.atrium.spi.data.Interpretation;
import dev.atrium.spi.data.QueryPlan;
import java.util.List;
import java.util.Optional;

/** A turn's data: the tenant's, with the platform's failures as plugins know them. */
record TurnData(Data tenants) implements Data {
  static final Data NONE =
      new Data() {
        @Override
        public List<String> sources() {
          return List.of();
        }

        @Override
        public Optional<DataSource> source(String name) {
          return Optional.empty();
        }
      };

  /** Something that may be refused. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws InterruptedException;
  }

  @Override
  public List<String> sources() {
    return tenants.sources();
  }

  @Override
  public Optional<DataSource> source(String name) throws InterruptedException {
    return attempt(() -> tenants.source(name)).map(Source::new);
  }

  private static <T> T attempt(Attempt<T> attempt) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Nobody waits for this answer any more.");
    }
    try {
      return attempt.run();
    } catch (AtriumException refusal) {
      throw new PlatformRefusal(refusal);
    }
  }

  private record Source(DataSource open) implements DataSource {
    @Override
    public DataSchema schema() {
      return open.schema();
    }

    @Override
    public Interpretation interpret(String question, String language, Optional<QueryPlan> previous)
        throws InterruptedException {
      return attempt(() -> open.interpret(question, language, previous));
    }

    @Override
    public DataResult run(QueryPlan plan) throws InterruptedException {
      return attempt(() -> open.run(plan));
    }

    @Override
    public QueryPlan parse(String json) {
      try {
        return open.parse(json);
      } catch (AtriumException refusal) {
        throw new PlatformRefusal(refusal);
      }
    }

    @Override
    public DataResult runSql(String sql) throws InterruptedException {
      return attempt(() -> open.runSql(sql));
    }
  }
}
