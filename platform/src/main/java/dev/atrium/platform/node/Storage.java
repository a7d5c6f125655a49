package dev.atrium.platform.node;

import dev.atrium.platform.config.Settings;
import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.DatabaseAccess;
import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.database.EmbeddedPostgres;
import dev.atrium.platform.database.Migrations;
import java.util.Optional;

/** The data directory and the migrated database, embedded or outside. */
record Storage(DataDirectory directory, Optional<EmbeddedPostgres> embedded, DatabaseAccess access)
    implements AutoCloseable {

  /** Opens the database of the settings; blocks for a second or two. */
  static Storage open(DataDirectory directory, Settings settings) {
    if (settings.databaseUrl().isPresent()) {
      var address = DatabaseAddress.parse(settings.databaseUrl().get());
      return new Storage(directory, Optional.empty(), Migrations.migrate(address));
    }
    var postgres = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
    try {
      return new Storage(directory, Optional.of(postgres), Migrations.migrate(postgres.address()));
    } catch (RuntimeException failure) {
      postgres.close();
      throw failure;
    }
  }

  /** For people. */
  String description() {
    return embedded.isPresent()
        ? "embedded PostgreSQL in " + directory.path()
        : "outside PostgreSQL at " + access.address();
  }

  @Override
  public void close() {
    embedded.ifPresent(EmbeddedPostgres::close);
  }
}
