package dev.atrium.platform.plugin;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Passage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Turns what a plugin answers into the events of its call, within bounds. */
final class TurnEvents implements AnswerSink, Outcomes {
  static final int MAX_CHARACTERS = 65_536;
  static final int MAX_EVENTS = 16_384;

  private final Consumer<CallEvent> sink;
  private final DeliveredTokens tokens;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int mostOutcomes;
  private int outcomes;
  private String outcome = "answered";
  private int characters;
  private int events;
  private boolean handedOver;
  private boolean closed;

  TurnEvents(Consumer<CallEvent> sink, DeliveredTokens tokens, int mostOutcomes) {
    this.sink = sink;
    this.tokens = tokens;
    this.mostOutcomes = mostOutcomes;
  }

  @Override
  public synchronized void text(String piece) throws InterruptedException {
    if (piece.isEmpty()) {
      return;
    }
    characters += piece.length();
    emit(new CallEvent.TextDelta(piece, tokens.passedOn(piece)));
  }

  @Override
  public synchronized int cite(Passage passage, String quote) throws InterruptedException {
    var source = passage.id() + "\n" + quote;
    var known = numbers.get(source);
    if (known != null) {
      return known;
    }
    var number = numbers.size() + 1;
    numbers.put(source, number);
    characters += quote.length();
    emit(
        new CallEvent.Cited(number, passage.document(), passage.section(), passage.title(), quote));
    return number;
  }

  @Override
  public synchronized void handOver(String reason, String message) throws InterruptedException {
    emit(new CallEvent.HandedOver(reason, message));
    handedOver = true;
    record(Kind.HANDED_OVER);
  }

  @Override
  public synchronized void record(Kind kind) {
    if (++outcomes > mostOutcomes) {
      throw new PlatformRefusal(
          AtriumException.outside(
              "too_many_outcomes",
              "The scenario records more than " + mostOutcomes + " outcomes of a turn."));
    }
    outcome = kind.name().toLowerCase(Locale.ROOT);
  }

  synchronized String outcome() {
    return outcome;
  }

  /** From now on every call fails. */
  synchronized void close() {
    closed = true;
  }

  private void emit(CallEvent event) throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("The turn is over; nothing can be added to its answer.");
    }
    if (handedOver) {
      throw new IllegalStateException("The turn was handed over; nothing can be added to it.");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Nobody waits for this answer any more.");
    }
    if (characters > MAX_CHARACTERS || ++events > MAX_EVENTS) {
      throw new PlatformRefusal(
          AtriumException.of(
              AtriumException.Kind.OUTSIDE,
              "answer_too_long",
              "The scenario's answer is longer than "
                  + MAX_CHARACTERS
                  + " characters or "
                  + MAX_EVENTS
                  + " pieces.",
              Duration.ZERO));
    }
    sink.accept(event);
  }
}
