package dev.atrium.platform.config;

import dev.atrium.platform.config.Settings.Precision;
import dev.atrium.platform.config.SettingsLoader.Given;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses given values; what is wrong is added to the problems and replaced by a harmless value. */
final class SettingValues {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kmg]?)");

  private final Path installation;
  private final Map<SettingKey, Given> given;
  private final List<String> problems;

  SettingValues(Path installation, Map<SettingKey, Given> given, List<String> problems) {
    this.installation = installation;
    this.given = given;
    this.problems = problems;
  }

  Settings toSettings() {
    return new Settings(
        text(SettingKey.HOST),
        number(SettingKey.PORT, 0, 65535),
        path(SettingKey.DATA_DIR),
        databaseUrl(),
        folder(SettingKey.MODEL),
        folders(SettingKey.ENCODERS),
        optional(SettingKey.REMOTE_MODELS).map(ignored -> path(SettingKey.REMOTE_MODELS)),
        folder(SettingKey.PLUGINS),
        folder(SettingKey.TENANTS),
        folder(SettingKey.CONSOLE),
        optional(SettingKey.READY_FILE).map(ignored -> path(SettingKey.READY_FILE)),
        new Settings.Inference(
            number(SettingKey.MAX_SEQUENCES, 1, 256),
            number(SettingKey.MAX_QUEUE, 1, 100_000),
            number(SettingKey.MAX_TENANT_QUEUE, 1, 100_000),
            number(SettingKey.CONTEXT_TOKENS, 0, 1 << 20),
            precision(),
            bytes(SettingKey.KV_MEMORY),
            optional(SettingKey.SHARED_PROMPTS).map(ignored -> folder(SettingKey.SHARED_PROMPTS))),
        words(SettingKey.WEBHOOK_HOSTS),
        number(SettingKey.LEDGER_MONTHS, 0, 1200),
        Duration.ofSeconds(number(SettingKey.DRAIN_SECONDS, 0, 3600)));
  }

  private Given at(SettingKey key) {
    return given.getOrDefault(key, new Given(key.fallback(), key.key()));
  }

  private List<String> words(SettingKey key) {
    return Arrays.stream(at(key).value().split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private Optional<String> optional(SettingKey key) {
    return Optional.of(at(key).value()).filter(value -> !value.isBlank());
  }

  private String text(SettingKey key) {
    return optional(key).orElseGet(() -> problem(key, "is empty", key.fallback()));
  }

  private int number(SettingKey key, int least, int most) {
    try {
      int value = Integer.parseInt(at(key).value().strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // told below, with the range
    }
    return problem(
        key,
        "'%s' is no whole number from %d to %d".formatted(at(key).value(), least, most),
        least);
  }

  /** A size such as 512m or 2g. */
  private long bytes(SettingKey key) {
    var value = at(key).value().strip().toLowerCase(Locale.ROOT);
    var size = SIZE.matcher(value);
    if (!size.matches()) {
      return problem(key, "'%s' is no size such as 512m or 2g".formatted(value), 0L);
    }
    var shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    return Long.parseLong(size.group(1)) << shift;
  }

  private Precision precision() {
    var value = at(SettingKey.PRECISION).value().strip();
    return Arrays.stream(Precision.values())
        .filter(format -> format.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseGet(
            () ->
                problem(
                    SettingKey.PRECISION,
                    "'%s' is neither float32, bfloat16, int8 nor w8a8".formatted(value),
                    Precision.FLOAT32));
  }

  private Path folder(SettingKey key) {
    var folder = path(key);
    return Files.isDirectory(folder) ? folder : problem(key, "no folder at " + folder, folder);
  }

  private List<Path> folders(SettingKey key) {
    return optional(key).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(value -> path(key, value.strip()))
        .map(
            folder ->
                Files.isDirectory(folder) ? folder : problem(key, "no folder at " + folder, folder))
        .toList();
  }

  private Path path(SettingKey key) {
    return path(key, text(key));
  }

  private Path path(SettingKey key, String value) {
    try {
      return value.startsWith("@")
          ? installation.resolve(value.substring(1)).normalize()
          : Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException invalid) {
      return problem(key, "is no path", installation);
    }
  }

  private Optional<String> databaseUrl() {
    return optional(SettingKey.DATABASE_URL)
        .filter(
            url -> {
              boolean good = isDatabaseUrl(url);
              return good
                  || problem(
                      SettingKey.DATABASE_URL,
                      "is not of the form postgresql://user:password@host:port/database",
                      false);
            });
  }

  private static boolean isDatabaseUrl(String url) {
    try {
      var uri = URI.create(url);
      boolean scheme = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      return scheme && uri.getHost() != null && uri.getPath() != null && uri.getPath().length() > 1;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private <T> T problem(SettingKey key, String what, T harmless) {
    problems.add(at(key).source() + ": " + what);
    return harmless;
  }
}
