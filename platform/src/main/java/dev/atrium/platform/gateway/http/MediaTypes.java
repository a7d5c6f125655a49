package dev.atrium.platform.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client accepts, by its {@code Accept} header. */
public final class MediaTypes {
  private static final String EVENTS = "text/event-stream";
  private static final String JSON = "application/json";

  private MediaTypes() {}

  /** One range of an {@code Accept} header. */
  private record Range(String type, double quality) {
    static Range parse(String text) {
      var parts = text.toLowerCase(Locale.ROOT).replace(" ", "").split(";");
      var quality =
          Arrays.stream(parts)
              .filter(part -> part.startsWith("q="))
              .findFirst()
              .map(part -> number(part.substring(2)));
      return new Range(parts.length == 0 ? "" : parts[0], quality.orElse(1.0));
    }

    boolean covers(String wanted) {
      var family = wanted.substring(0, wanted.indexOf('/')) + "/*";
      return type.equals(wanted) || type.equals(family) || type.equals("*/*");
    }

    private static double number(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException malformed) {
        return 0;
      }
    }
  }

  /** Whether the client names event streams and likes them at least as much as JSON. */
  public static boolean eventsPreferred(HttpServerRequest request) {
    var ranges = ranges(request);
    boolean named = ranges.stream().anyMatch(range -> range.type().equals(EVENTS));
    return named && quality(ranges, EVENTS) > 0 && quality(ranges, EVENTS) >= quality(ranges, JSON);
  }

  /** A refusal if the client accepts none of the forms in which operations answer. */
  public static Optional<Refusal> unacceptable(HttpServerRequest request) {
    if (!request.headers().contains("accept")) {
      return Optional.empty();
    }
    var ranges = ranges(request);
    boolean fine =
        ranges.isEmpty()
            || List.of(JSON, EVENTS, "text/plain", "text/html").stream()
                .anyMatch(type -> quality(ranges, type) > 0);
    return fine
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                406,
                "not_acceptable",
                "Answers come as application/json or text/event-stream; accept one of them."));
  }

  private static double quality(List<Range> ranges, String type) {
    return ranges.stream()
        .filter(range -> range.covers(type))
        .max(Comparator.comparingInt(range -> specificity(range.type())))
        .map(Range::quality)
        .orElse(0.0);
  }

  private static int specificity(String type) {
    return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
  }

  private static List<Range> ranges(HttpServerRequest request) {
    return request.headers().getAll("accept").stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .filter(text -> !text.isBlank())
        .map(Range::parse)
        .toList();
  }
}
