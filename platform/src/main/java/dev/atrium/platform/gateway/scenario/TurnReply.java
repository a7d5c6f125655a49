package dev.atrium.platform.gateway.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.calls.CallEvent.Cited;
import dev.atrium.platform.calls.CallEvent.HandedOver;
import dev.atrium.platform.calls.CallResult;
import dev.atrium.platform.gateway.call.WholeAnswer.Collected;
import dev.atrium.platform.inference.engine.TokenUsage;
import java.util.List;
import java.util.Optional;

/** The documents of a scenario's turn. */
final class TurnReply {
  private TurnReply() {}

  record Turn(
      String callId,
      String text,
      List<Citation> citations,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<HandOver> handedOver,
      String outcome,
      Usage usage) {
    static Turn of(Collected said) {
      return new Turn(
          said.result().callId(),
          said.text(),
          said.citations().stream().map(Citation::of).toList(),
          said.handOver().map(HandOver::of),
          said.result().outcome(),
          Usage.of(said.result().usage()));
    }
  }

  record Text(String text) {}

  record Citation(int number, String document, String section, String title, String quote) {
    static Citation of(Cited cited) {
      return new Citation(
          cited.number(), cited.document(), cited.section(), cited.title(), cited.quote());
    }
  }

  record HandOver(String reason, String message) {
    static HandOver of(HandedOver handedOver) {
      return new HandOver(handedOver.reason(), handedOver.message());
    }
  }

  record TurnEnd(String callId, String outcome, Usage usage) {
    static TurnEnd of(CallResult result) {
      return new TurnEnd(result.callId(), result.outcome(), Usage.of(result.usage()));
    }
  }

  record Usage(int promptTokens, int cachedTokens, int generatedTokens) {
    static Usage of(TokenUsage tokens) {
      return new Usage(tokens.prompt(), tokens.cached(), tokens.generated());
    }
  }
}
