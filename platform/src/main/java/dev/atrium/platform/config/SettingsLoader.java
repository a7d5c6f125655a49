package dev.atrium.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Merges flags, environment and file into {@link Settings}; collects every problem on the way. */
public final class SettingsLoader {
  private static final String PREFIX = "ATRIUM_";
  private static final String CONFIG_VARIABLE = "ATRIUM_CONFIG";
  private static final Set<String> LAUNCHER_VARIABLES =
      Set.of(CONFIG_VARIABLE, "ATRIUM_JAVA_OPTS", "ATRIUM_CACHE", "ATRIUM_BUILD", "ATRIUM_LOG");

  /** A value and where it came from, for messages. */
  record Given(String value, String source) {}

  private final Path installation;
  private final List<String> problems = new ArrayList<>();
  private final Map<SettingKey, Given> given = new EnumMap<>(SettingKey.class);

  private SettingsLoader(Path installation) {
    this.installation = installation;
  }

  /**
   * @param installation the folder that default paths start from
   * @param flags by key, such as {@code port}; they win over all
   * @param configFile {@code --config}; empty = {@code ATRIUM_CONFIG}, or none
   * @throws AtriumException {@code invalid_configuration} with every problem, one a line
   */
  public static Settings load(
      Path installation,
      Map<SettingKey, String> flags,
      Optional<Path> configFile,
      Map<String, String> environment) {
    var loader = new SettingsLoader(installation);
    loader.takeDefaults();
    configFile
        .or(() -> Optional.ofNullable(environment.get(CONFIG_VARIABLE)).map(Path::of))
        .ifPresent(loader::takeFile);
    loader.takeEnvironment(environment);
    flags.forEach((key, value) -> loader.put(key, value, "--" + key.key()));
    return loader.finish();
  }

  private void takeDefaults() {
    for (var key : SettingKey.values()) {
      put(key, key.fallback(), "default of " + key.key());
    }
  }

  private void takeFile(Path file) {
    try {
      Map<String, Object> values =
          new YAMLMapper().readValue(Files.readString(file), new TypeReference<>() {});
      if (values != null) {
        values.forEach((key, value) -> takeFileEntry(file, key, value));
      }
    } catch (JsonProcessingException malformed) {
      var at = malformed.getLocation();
      problems.add(
          "%s: not YAML of the form 'key: value' (line %d)"
              .formatted(file, at == null ? 1 : at.getLineNr()));
    } catch (IOException missing) {
      problems.add("--config: cannot read " + file);
    }
  }

  private void takeFileEntry(Path file, String key, Object value) {
    var setting = SettingKey.byKey(key);
    if (setting.isEmpty()) {
      problems.add("%s: unknown key '%s'".formatted(file, key));
    } else if (value == null || value instanceof Map || value instanceof List) {
      problems.add("%s: '%s' takes one value".formatted(file, key));
    } else {
      put(setting.get(), value.toString(), file + ", key '" + key + "'");
    }
  }

  private void takeEnvironment(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !LAUNCHER_VARIABLES.contains(name)) {
            SettingKey.byEnvironmentVariable(name)
                .ifPresentOrElse(
                    key -> put(key, value, "environment variable " + name),
                    () -> problems.add("unknown environment variable " + name));
          }
        });
  }

  private void put(SettingKey key, String value, String source) {
    given.put(key, new Given(value, source));
  }

  private Settings finish() {
    var values = new SettingValues(installation, given, problems);
    var settings = values.toSettings();
    if (!problems.isEmpty()) {
      throw AtriumException.caller(
          "invalid_configuration",
          "The configuration has %d %s:%n  - %s"
              .formatted(
                  problems.size(),
                  problems.size() == 1 ? "problem" : "problems",
                  String.join("%n  - ".formatted(), problems)));
    }
    return settings;
  }
}
