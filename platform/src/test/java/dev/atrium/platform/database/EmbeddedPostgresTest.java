package dev.atrium.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir private Path folder;

  @Test
  void data_outlivesAStop() throws SQLException {
    try (var directory = DataDirectory.claim(folder)) {
      try (var first = start(directory)) {
        execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
      }
      try (var second = start(directory)) {
        assertThat(answer(second)).isEqualTo(42);
      }
    }
  }

  @Test
  void serverLeftByAKilledProcess_isStoppedByTheNextStart() throws SQLException {
    try (var directory = DataDirectory.claim(folder)) {
      var left = start(directory);
      execute(left, "CREATE TABLE kept AS SELECT 42 AS answer");
      var orphan = left.pid().orElseThrow();
      left.abandon();
      try (var next = start(directory)) {
        assertThat(answer(next)).isEqualTo(42);
        assertThat(next.pid()).isPresent().isNotEqualTo(Optional.of(orphan));
        assertThat(ProcessHandle.of(orphan).flatMap(process -> process.info().arguments()))
            .isEmpty();
      }
    }
  }

  @Test
  void killedServer_isStartedAgainOnItsPortWithWhatWasCommitted() throws SQLException {
    try (var directory = DataDirectory.claim(folder);
        var server = start(directory)) {
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
      var killed = server.pid().orElseThrow();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      assertThat(answerOnceItIsBack(server)).isEqualTo(42);
      assertThat(server.pid()).isPresent().isNotEqualTo(Optional.of(killed));
    }
  }

  @Test
  void serverKilledWithItsProcess_recoversAtTheNextStart() throws SQLException {
    try (var directory = DataDirectory.claim(folder)) {
      var left = start(directory);
      execute(left, "CREATE TABLE kept AS SELECT 42 AS answer");
      left.abandon();
      ProcessHandle.of(left.pid().orElseThrow()).orElseThrow().destroyForcibly();
      try (var next = start(directory)) {
        assertThat(answer(next)).isEqualTo(42);
      }
    }
  }

  @Test
  void processIdReusedByAnother_doesNotStopTheStartNorTheOther() throws IOException, SQLException {
    try (var directory = DataDirectory.claim(folder)) {
      start(directory).close();
      var innocent = ProcessHandle.current();
      Files.writeString(
          folder.resolve("postgres/postmaster.pid"),
          innocent.pid() + "\n" + folder.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n0 0\n");
      try (var next = start(directory)) {
        execute(next, "SELECT 1");
        assertThat(innocent.isAlive()).isTrue();
      }
    }
  }

  @Test
  void half_madeDataFolder_isMadeAnew() throws IOException, SQLException {
    Files.createDirectories(folder.resolve("postgres.new/base"));
    Files.writeString(folder.resolve("postgres.new/PG_VERSION"), "18");
    try (var directory = DataDirectory.claim(folder);
        var server = start(directory)) {
      execute(server, "SELECT 1");
    }
  }

  @Test
  void claim_ofAClaimedFolder_saysWhoHoldsItInOneSentence() {
    try (var held = DataDirectory.claim(folder)) {
      assertThatThrownBy(() -> DataDirectory.claim(folder))
          .isInstanceOf(AtriumException.class)
          .hasMessage(
              "Another Atrium (process "
                  + ProcessHandle.current().pid()
                  + ") uses the data directory "
                  + held.path()
                  + "; stop it or choose another one with --data-dir.");
    }
    DataDirectory.claim(folder).close();
  }

  @Test
  void server_wantsAPasswordThatOnlyTheOwnerMayRead() throws IOException {
    try (var directory = DataDirectory.claim(folder);
        var server = start(directory)) {
      var address = server.address();
      var guess =
          new DatabaseAddress(
              address.host(), address.port(), address.database(), address.owner(), "guess", "");
      assertThatThrownBy(() -> Migrations.connect(guess).close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("authentication failed");
      assertThat(Files.getPosixFilePermissions(folder.resolve("postgres.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.readString(folder.resolve("postgres/pg_hba.conf")))
          .doesNotContainPattern("(?m)^[^#]*trust");
      assertThat(Files.readString(folder.resolve("postgres.log")))
          .contains("127.0.0.1")
          .doesNotContain("0.0.0.0");
    }
  }

  private static EmbeddedPostgres start(DataDirectory directory) {
    return EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var owner = Migrations.connect(server.address())) {
      Migrations.execute(owner, sql);
    }
  }

  private static int answerOnceItIsBack(EmbeddedPostgres server) throws SQLException {
    var patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return answer(server);
      } catch (SQLException away) {
        if (System.nanoTime() > patience) {
          throw away;
        }
      }
    }
  }

  private static int answer(EmbeddedPostgres server) throws SQLException {
    try (var owner = Migrations.connect(server.address());
        var statement = owner.createStatement();
        var row = statement.executeQuery("SELECT answer FROM kept")) {
      row.next();
      return row.getInt(1);
    }
  }
}
