package dev.atrium.platform.admission;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Lets so many calls in at a time, keeps so many waiting in order of arrival, and refuses the rest.
 * Used on one context.
 */
final class Gate {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private int places;
  private int seats;
  private final ArrayDeque<Promise<Void>> waiting = new ArrayDeque<>();
  private int inside;

  Gate(int places, int seats) {
    this.places = places;
    this.seats = seats;
  }

  /**
   * Completes when there is a place; fails with {@code tenant_busy} when even the queue is full.
   */
  Future<Void> enter() {
    if (inside < places) {
      inside++;
      return Future.succeededFuture();
    }
    if (waiting.size() >= seats) {
      return Future.failedFuture(
          AtriumException.capacity(
              "tenant_busy",
              "%d calls of this tenant are running and %d are waiting, which is its limit."
                  .formatted(inside, waiting.size()),
              RETRY));
    }
    var seat = Promise.<Void>promise();
    waiting.add(seat);
    return seat.future();
  }

  /** Gives a place back, to the longest waiting call if there is one. */
  void leave() {
    inside--;
    if (inside < places && !waiting.isEmpty()) {
      inside++;
      waiting.remove().complete();
    }
  }

  /** Changes how many come in; who is in stays. */
  void resize(int newPlaces, int newSeats) {
    places = newPlaces;
    seats = newSeats;
    while (inside < places && !waiting.isEmpty()) {
      inside++;
      waiting.remove().complete();
    }
  }

  int inside() {
    return inside;
  }

  int waiting() {
    return waiting.size();
  }
}
