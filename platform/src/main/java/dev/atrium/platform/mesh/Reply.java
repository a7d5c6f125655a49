package dev.atrium.platform.mesh;

import dev.atrium.platform.failure.AtriumException;
import java.time.Duration;

/** The end of a call: its answer or its failure. */
sealed interface Reply {
  record Answer(Record value) implements Reply {}

  record Failure(AtriumException.Kind kind, String code, String message, long retryAfterMillis)
      implements Reply {
    static Failure of(Throwable cause) {
      var failure = AtriumException.from(cause);
      return new Failure(
          failure.kind(), failure.code(), failure.getMessage(), failure.retryAfter().toMillis());
    }

    AtriumException toException() {
      return AtriumException.of(kind, code, message, Duration.ofMillis(retryAfterMillis));
    }
  }
}
