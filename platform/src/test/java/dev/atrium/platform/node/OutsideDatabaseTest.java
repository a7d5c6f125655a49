package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.config.SettingKey;
import dev.atrium.platform.database.DataDirectory;
import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.database.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a PostgreSQL that somebody else runs, as an owner who is no superuser. */
class OutsideDatabaseTest {
  private static final String TENANT = "harbor-bank";
  private static final String HELLO =
      """
      {"model": "default", "max_tokens": 4, "messages": [{"role": "user", "content": "Hello"}]}
      """;

  @TempDir private Path folder;

  @Test
  void nodeWithAnotherDataDirectory_findsTenantsKeysAndLedgerInTheDatabase() throws SQLException {
    try (var claimed = DataDirectory.claim(folder.resolve("server"));
        var server = EmbeddedPostgres.start(claimed, EmbeddedPostgres.defaultCache())) {
      var database = Map.of(SettingKey.DATABASE_URL, owned(server.address()));
      String key;
      try (var first = NodeUnderTest.start(folder.resolve("first"), database)) {
        key = first.key(TENANT);
        json(first.post("/v1/chat/completions", key, HELLO));
      }
      try (var second = NodeUnderTest.start(folder.resolve("second"), database)) {
        assertThat(second.report().tenants()).allMatch(tenant -> tenant.apiKey().isEmpty());
        json(second.post("/v1/chat/completions", key, HELLO));
        assertThat(json(second.get("/v1/usage", key)).at("/totals/calls").asInt()).isEqualTo(2);
      }
    }
  }

  /** Makes an owner and a database with names and a password that need quoting. */
  private static String owned(DatabaseAddress server) throws SQLException {
    var url = "jdbc:postgresql://%s:%d/%s";
    try (var connection =
            DriverManager.getConnection(
                url.formatted(server.host(), server.port(), server.database()),
                server.owner(),
                server.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE \"atrium-owner\" LOGIN CREATEROLE PASSWORD 'o:w/n@er'");
      statement.execute("CREATE DATABASE \"our-shop\" OWNER \"atrium-owner\"");
    }
    return "postgresql://atrium-owner:o%%3Aw%%2Fn%%40er@%s:%d/our-shop"
        .formatted(server.host(), server.port());
  }
}
