package dev.atrium.platform.knowledge;

import dev.atrium.spi.Passage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rates how much of a question a passage says: in its best sentence, with the passages around it,
 * and how close together what stands together in the question.
 */
final class PassageRating {
  private static final int NEAR = 8;

  private final KnowledgeAnalyzer analyzer;
  private final List<Concept> concepts;
  private final double[] weights;
  private final double all;

  /**
   * Shares of the question, 0 to 1, rare words weighing more.
   *
   * @param sentence said by its best sentence and its headings
   * @param around said by it and the passages around it
   * @param near of the question's neighbours, those that are near each other in the passage
   */
  record Shares(double sentence, double around, double near) {}

  PassageRating(KnowledgeAnalyzer analyzer, List<Concept> concepts, double[] weights) {
    this.analyzer = analyzer;
    this.concepts = concepts;
    this.weights = weights;
    var sum = 0.0;
    for (var weight : weights) {
      sum += weight;
    }
    this.all = sum;
  }

  Shares of(Passage passage, String around) {
    var headings = new HashSet<>(analyzer.terms(passage.section() + "\n" + passage.title()));
    var wide = new HashSet<>(headings);
    var best = 0.0;
    var terms = new ArrayList<String>();
    for (var sentence : PassageSplitter.sentences(passage.text())) {
      var said = analyzer.terms(sentence);
      terms.addAll(said);
      wide.addAll(said);
      var withHeadings = new HashSet<>(headings);
      withHeadings.addAll(said);
      best = Math.max(best, coverage(withHeadings));
    }
    wide.addAll(analyzer.terms(around));
    return new Shares(best, coverage(wide), near(terms));
  }

  private double coverage(Set<String> terms) {
    var covered = 0.0;
    for (var at = 0; at < weights.length; at++) {
      covered += says(terms, concepts.get(at)) ? weights[at] : 0;
    }
    return all == 0 ? 0 : covered / all;
  }

  private static boolean says(Set<String> terms, Concept concept) {
    return concept.phrases().stream().anyMatch(terms::containsAll);
  }

  private double near(List<String> terms) {
    Map<String, List<Integer>> places = new HashMap<>();
    for (var at = 0; at < terms.size(); at++) {
      places.computeIfAbsent(terms.get(at), term -> new ArrayList<>()).add(at);
    }
    var sum = 0.0;
    var found = 0.0;
    for (var at = 0; at + 1 < weights.length; at++) {
      var weight = Math.min(weights[at], weights[at + 1]);
      sum += weight;
      var one = concepts.get(at).phrases().getFirst().getLast();
      var next = concepts.get(at + 1).phrases().getFirst().getFirst();
      found += close(places.get(one), places.get(next)) ? weight : 0;
    }
    return sum == 0 ? 0 : found / sum;
  }

  private static boolean close(@Nullable List<Integer> ones, @Nullable List<Integer> others) {
    return ones != null
        && others != null
        && ones.stream()
            .anyMatch(one -> others.stream().anyMatch(other -> Math.abs(one - other) <= NEAR));
  }
}
