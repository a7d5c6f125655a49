package dev.atrium.platform.database;

import static dev.atrium.platform.database.TestPostgres.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
  @Test
  void parse_url_keepsEveryPart() {
    assertThat(
            DatabaseAddress.parse(
                "postgresql://an%40na:p+w%2F%3A@db.example/atrium?sslmode=require"))
        .isEqualTo(
            new DatabaseAddress("db.example", 5432, "atrium", "an@na", "p+w/:", "sslmode=require"));
    assertThat(DatabaseAddress.parse("jdbc:postgresql://a:b@[::1]:6000/x").port()).isEqualTo(6000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mysql://anna:s3cret@host/db",
        "postgresql://anna:s3cret@host",
        "postgresql://anna:s3cret@host/",
        "postgresql://s3cret@host/db",
        "postgresql:///db",
        "postgresql://anna:s3 cret@host/db",
        "host=localhost password=s3cret",
      })
  void parse_wrongUrl_saysHowItLooksAndKeepsThePassword(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("postgresql://owner:password@host/atrium")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void outsideDatabase_byItsUrl_works() {
    var server = TestPostgres.freshDatabase();
    var url =
        "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
            .formatted(server.owner(), server.password(), server.port(), server.database());
    var vertx = Vertx.vertx();
    var database = Database.connect(vertx, Migrations.migrate(DatabaseAddress.parse(url)), 2);
    await(database.ping());
    await(database.close());
    await(vertx.close());
  }

  @Test
  void secrets_areInNoText() {
    var access = TestPostgres.migratedDatabase();
    assertThat(access.toString() + access.application() + access.operator() + access.address())
        .doesNotContain(access.address().password())
        .doesNotContain(access.application().password())
        .doesNotContain(access.operator().password());
  }
}
