package dev.atrium.platform.moderation;

import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.Cited;
import dev.atrium.platform.calls.CallEvent.HandedOver;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.GenerationInput.Prompt;
import dev.atrium.platform.safety.Action;
import dev.atrium.platform.safety.ContentFilter;
import dev.atrium.platform.safety.Delta;
import dev.atrium.platform.safety.Finding;
import dev.atrium.platform.safety.Release;
import dev.atrium.platform.safety.StreamFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Stands before and behind one call. Input with a blocked word is refused, output ends before one;
 * masked words leave as asterisks. Text of a stream is held back just so long that no character of
 * a match leaves.
 */
public final class CallGuard {
  /** For tenants that filter nothing: everything passes as it is. */
  static final CallGuard OPEN = new CallGuard(Filters.NONE, met -> {});

  private final Filters filters;
  private final Consumer<List<Met>> record;
  private final Map<List<String>, Integer> met = new HashMap<>();
  private final TreeMap<Integer, StreamFilter> streams = new TreeMap<>();
  private final List<Integer> blocked = new ArrayList<>();

  CallGuard(Filters filters, Consumer<List<Met>> record) {
    this.filters = filters;
    this.record = record;
  }

  /**
   * A prompt as it may be used.
   *
   * @throws AtriumException {@code content_blocked}
   */
  public Prompt input(Prompt prompt) {
    return filters.input().isEmpty()
        ? prompt
        : switch (prompt) {
          case Prompt.Text(var text) -> new Prompt.Text(input(text));
          case Prompt.Chat chat ->
              new Prompt.Chat(
                  chat.messages().stream()
                      .map(message -> message.withContent(input(message.content())))
                      .toList(),
                  chat.tools());
          case Prompt.Tokens tokens ->
              throw AtriumException.caller(
                  "tokens_refused", "This tenant's content is filtered: send text, not tokens.");
        };
  }

  /**
   * Text of the caller's as it may be used.
   *
   * @throws AtriumException {@code content_blocked}
   */
  public String input(String text) {
    if (filters.input().isEmpty()) {
      return text;
    }
    var judgement = filters.input().get().judge(text);
    note("input", judgement.findings());
    if (judgement.findings().stream().anyMatch(CallGuard::blocks)) {
      finish();
      throw AtriumException.caller(
          "content_blocked", "The text holds what this tenant's content filter blocks.");
    }
    return judgement.maskedText();
  }

  /** Whether what the caller says is filtered. */
  boolean filtersInput() {
    return filters.input().isPresent();
  }

  /** Whether what the model says is filtered. */
  public boolean filtersOutput() {
    return filters.output().isPresent();
  }

  /** Passes an event on as it may leave; later, if more must be known first. */
  public void output(CallEvent event, Consumer<CallEvent> sink) {
    if (filters.output().isEmpty()) {
      sink.accept(event);
      return;
    }
    var filter = filters.output().get();
    switch (event) {
      case TextDelta piece -> {
        var stream = streams.computeIfAbsent(piece.choice(), choice -> filter.stream());
        release(piece.choice(), stream.offer(new Delta(piece.text(), piece.tokens())), sink);
      }
      case ToolCalled called -> call(called, filter, sink);
      case HandedOver(var reason, var message) ->
          sink.accept(new HandedOver(reason, masked(message, filter)));
      case Cited cited ->
          sink.accept(
              new Cited(
                  cited.number(),
                  cited.document(),
                  cited.section(),
                  cited.title(),
                  masked(cited.quote(), filter)));
      case CallEvent.Began began -> sink.accept(began);
    }
  }

  /** Passes on what was held back, after the last event. */
  public void outputEnds(Consumer<CallEvent> sink) {
    streams.forEach((choice, stream) -> release(choice, stream.finish(), sink));
    streams.clear();
    finish();
  }

  /** Whether an answer was ended before a blocked word. */
  public boolean blocked(int choice) {
    return blocked.contains(choice);
  }

  /** How many answers were ended before a blocked word. */
  public int blockedAnswers() {
    return blocked.size();
  }

  private void release(int choice, Release release, Consumer<CallEvent> sink) {
    note("output", release.findings());
    if (release.blocked() && !blocked.contains(choice)) {
      blocked.add(choice);
    }
    if (!release.text().isEmpty() || release.tokens() > 0) {
      sink.accept(new TextDelta(release.text(), release.tokens(), choice, List.of()));
    }
  }

  private void call(ToolCalled called, ContentFilter filter, Consumer<CallEvent> sink) {
    var judgement = filter.judge(called.arguments());
    note("output", judgement.findings());
    if (judgement.findings().stream().anyMatch(CallGuard::blocks)) {
      blocked.add(called.choice());
    } else if (!blocked.contains(called.choice())) {
      sink.accept(
          new ToolCalled(
              called.index(),
              called.id(),
              called.name(),
              judgement.maskedText(),
              called.tokens(),
              called.choice()));
    }
  }

  private String masked(String text, ContentFilter filter) {
    var judgement = filter.judge(text);
    note("output", judgement.findings());
    return judgement.maskedText();
  }

  private static boolean blocks(Finding finding) {
    return finding.entry().action() == Action.BLOCK;
  }

  private void note(String stage, List<Finding> findings) {
    for (var finding : findings) {
      var action = finding.entry().action().name().toLowerCase(Locale.ROOT);
      met.merge(List.of(stage, finding.entry().category(), action), 1, Integer::sum);
    }
  }

  /** Has what was met recorded; what is met later is recorded by itself. */
  private void finish() {
    if (!met.isEmpty()) {
      record.accept(
          met.entrySet().stream()
              .map(
                  each ->
                      new Met(
                          each.getKey().get(0),
                          each.getKey().get(1),
                          each.getKey().get(2),
                          each.getValue()))
              .toList());
      met.clear();
    }
  }
}
