package dev.atrium.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  @TempDir private Path installation;

  @BeforeEach
  void layOutInstallation() throws IOException {
    for (var folder : new String[] {"models/atrium-mini", "plugins", "tenants", "ui-static"}) {
      Files.createDirectories(installation.resolve(folder));
    }
  }

  @Test
  void nothingGiven_defaultsApply() {
    var settings = load(Map.of(), Optional.empty(), Map.of());
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.model()).isEqualTo(installation.resolve("models/atrium-mini"));
    assertThat(settings.databaseUrl()).isEmpty();
    assertThat(settings.readyFile()).isEmpty();
    assertThat(settings.inference().precision()).isEqualTo(Settings.Precision.FLOAT32);
  }

  @Test
  void exampleFile_namesEverySettingWithItsDefault() throws IOException {
    var example = Path.of(System.getProperty("atrium.root", "..")).resolve("deploy/atrium.yaml");
    assertThat(load(Map.of(), Optional.of(example), Map.of()))
        .isEqualTo(load(Map.of(), Optional.empty(), Map.of()));
    var keys = Files.readAllLines(example).stream().filter(line -> line.matches("[a-z].*")).count();
    assertThat(keys).isEqualTo(SettingKey.values().length);
  }

  @Test
  void flagsWinOverEnvironmentWinsOverFileWinsOverDefaults() throws IOException {
    var file =
        Files.writeString(installation.resolve("a.yaml"), "port: 1\nhost: f\nmax-queue: 7\n");
    var settings =
        load(
            Map.of(SettingKey.PORT, "3"),
            Optional.of(file),
            Map.of("ATRIUM_PORT", "2", "ATRIUM_HOST", "e"));
    assertThat(settings.port()).isEqualTo(3);
    assertThat(settings.host()).isEqualTo("e");
    assertThat(settings.inference().queue()).isEqualTo(7);
    assertThat(settings.inference().sequences()).isEqualTo(16);
  }

  @Test
  void everyProblem_isReportedTogetherWithItsPlace() throws IOException {
    var file = Files.writeString(installation.resolve("a.yaml"), "prot: 1\nmax-queue: many\n");
    assertThatThrownBy(
            () ->
                load(
                    Map.of(SettingKey.PORT, "70000", SettingKey.MODEL, "/no/such/model"),
                    Optional.of(file),
                    Map.of("ATRIUM_PRECISION", "int3", "ATRIUM_COLOUR", "red")))
        .hasMessageContaining("6 problems")
        .hasMessageContaining("unknown key 'prot'")
        .hasMessageContaining("key 'max-queue': 'many' is no whole number")
        .hasMessageContaining("--port: '70000' is no whole number from 0 to 65535")
        .hasMessageContaining("--model: no folder at /no/such/model")
        .hasMessageContaining("environment variable ATRIUM_PRECISION: 'int3' is neither")
        .hasMessageContaining("unknown environment variable ATRIUM_COLOUR");
  }

  @Test
  void badDatabaseUrl_isRefusedWithoutPrintingIt() {
    assertThatThrownBy(
            () ->
                load(
                    Map.of(SettingKey.DATABASE_URL, "mysql://u:secret@h/d"),
                    Optional.empty(),
                    Map.of()))
        .hasMessageContaining("--database-url")
        .hasMessageNotContaining("secret");
  }

  @Test
  void missingConfigFile_isAProblem() {
    assertThatThrownBy(() -> load(Map.of(), Optional.of(installation.resolve("no.yaml")), Map.of()))
        .hasMessageContaining("--config: cannot read");
  }

  private Settings load(
      Map<SettingKey, String> flags, Optional<Path> file, Map<String, String> environment) {
    return SettingsLoader.load(installation, flags, file, environment);
  }
}
