package dev.atrium.platform.calls;

import dev.atrium.platform.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What may be asked about a tenant's content filter. */
public final class SafetyMessages {
  private SafetyMessages() {}

  /**
   * Lays down a lexicon, new or instead of the one of that name. Answered with {@link Lexicons}.
   *
   * @param name its ending tells the form: {@code .txt}, {@code .csv} or {@code .yaml}
   * @param stages {@code input}, {@code output} or both
   * @param actions instead of those that the entries name, by category
   */
  public record PutLexicon(
      TenantId tenant,
      String name,
      String content,
      List<String> stages,
      Map<String, String> actions) {
    public PutLexicon {
      stages = List.copyOf(stages);
      actions = Map.copyOf(actions);
    }
  }

  /** Takes a lexicon away. Answered with {@link Lexicons}. */
  public record DropLexicon(TenantId tenant, String name) {}

  /** Asks which lexicons there are. Answered with {@link Lexicons}. */
  public record LexiconsQuestion(TenantId tenant) {}

  /** The lexicons of a tenant. */
  public record Lexicons(List<LexiconProfile> lexicons) {
    public Lexicons {
      lexicons = List.copyOf(lexicons);
    }
  }

  /** A lexicon without its words. */
  public record LexiconProfile(
      String name, List<String> stages, Map<String, String> actions, int entries, Instant changed) {
    public LexiconProfile {
      stages = List.copyOf(stages);
      actions = Map.copyOf(actions);
    }
  }

  /**
   * Asks what the filter met of late. Answered with {@link SafetyEvents}.
   *
   * @param rows the latest ones, 1 to 1000
   */
  public record SafetyEventsQuestion(TenantId tenant, int rows) {}

  /** What the filter met, newest first. */
  public record SafetyEvents(List<SafetyEvent> events) {
    public SafetyEvents {
      events = List.copyOf(events);
    }
  }

  /** Entries of one category met in one call. */
  public record SafetyEvent(
      String callId, String stage, String category, String action, int matches, Instant happened) {}
}
