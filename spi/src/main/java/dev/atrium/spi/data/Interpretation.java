package dev.atrium.spi.data;

import java.util.List;

/** What a question was taken to mean. */
public sealed interface Interpretation {
  /**
   * A plan.
   *
   * @param assumptions what the question left open and the plan decided, in words
   */
  record Planned(QueryPlan plan, List<String> assumptions) implements Interpretation {
    public Planned {
      assumptions = List.copyOf(assumptions);
    }
  }

  /**
   * The question means several things.
   *
   * @param word the word that does
   * @param meanings in words, the likeliest first
   * @param questions the question put unambiguously, one for each meaning
   */
  record Ambiguous(String word, List<String> meanings, List<String> questions)
      implements Interpretation {
    public Ambiguous {
      meanings = List.copyOf(meanings);
      questions = List.copyOf(questions);
    }
  }

  /**
   * The data cannot answer it.
   *
   * @param unknown the words that name nothing in the data
   */
  record Unanswerable(List<String> unknown) implements Interpretation {
    public Unanswerable {
      unknown = List.copyOf(unknown);
    }
  }
}
