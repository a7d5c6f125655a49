package dev.atrium.platform.gateway.call;

import dev.atrium.platform.calls.CallContext;
import dev.atrium.platform.calls.CallEvent;
import dev.atrium.platform.calls.CallEvent.Cited;
import dev.atrium.platform.calls.CallEvent.HandedOver;
import dev.atrium.platform.calls.CallEvent.TextDelta;
import dev.atrium.platform.calls.CallEvent.ToolCalled;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.http.Exchange;
import dev.atrium.platform.inference.engine.TokenLogprob;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Answers an exchange with one document when its call is over. */
public final class WholeAnswer {
  private final TreeMap<Integer, Gathering> answers = new TreeMap<>();
  private final List<Cited> citations = new ArrayList<>();
  private Optional<HandedOver> handOver = Optional.empty();
  private int tokens;

  private WholeAnswer() {}

  /** One answer while it comes. */
  private static final class Gathering {
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCalled> toolCalls = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();

    Said said() {
      return new Said(text.toString(), toolCalls, logprobs);
    }
  }

  /** One of the answers. */
  public record Said(String text, List<ToolCalled> toolCalls, List<TokenLogprob> logprobs) {
    public Said {
      toolCalls = List.copyOf(toolCalls);
      logprobs = List.copyOf(logprobs);
    }
  }

  /**
   * All that a call said.
   *
   * @param answers as many as the result has choices
   */
  public record Collected(
      List<Said> answers, List<Cited> citations, Optional<HandedOver> handOver, CallResult result) {
    public Collected {
      answers = List.copyOf(answers);
      citations = List.copyOf(citations);
    }

    /** The words of the first answer. */
    public String text() {
      return answers.getFirst().text();
    }
  }

  /** Fails if the call failed. */
  public static Future<Void> run(
      CallDesk desk,
      Exchange exchange,
      CallContext context,
      Record message,
      Function<Collected, Object> document) {
    var answer = new WholeAnswer();
    var call =
        new LiveCall(desk, exchange, context, message, said -> answer.collect((CallEvent) said));
    return call.result()
        .onFailure(failure -> call.close())
        .compose(
            result -> {
              var body = document.apply(answer.collected(result));
              call.delivered(answer.tokens);
              call.close();
              return exchange.answer(body);
            });
  }

  private void collect(CallEvent event) {
    switch (event) {
      case CallEvent.Began began -> {}
      case TextDelta delta -> {
        answer(delta.choice()).text.append(delta.text());
        answer(delta.choice()).logprobs.addAll(delta.logprobs());
        tokens += delta.tokens();
      }
      case ToolCalled called -> {
        answer(called.choice()).toolCalls.add(called);
        tokens += called.tokens();
      }
      case Cited cited -> citations.add(cited);
      case HandedOver handedOver -> handOver = Optional.of(handedOver);
    }
  }

  private Gathering answer(int choice) {
    return answers.computeIfAbsent(choice, absent -> new Gathering());
  }

  private Collected collected(CallResult result) {
    var said =
        IntStream.range(0, Math.max(1, result.choices().size()))
            .mapToObj(choice -> answer(choice).said())
            .toList();
    return new Collected(said, citations, handOver, result);
  }
}
