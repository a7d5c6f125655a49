package dev.atrium.plugins.recommendation.model;

import dev.atrium.spi.recommend.Interactions;
import dev.atrium.spi.recommend.Recommender;
import dev.atrium.spi.recommend.RecommenderLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns all recommenders, and blends them as serves best the last item of users' histories, held
 * out from a first training; then trains again on everything.
 */
public final class RecommenderTrainer implements RecommenderLearner {
  /** Up to this many items EASE is solved exactly: the time grows with the cube. */
  private static final int MOST_FOR_EASE = 4000;

  private static final int FEW_FOR_EASE = 1500;
  private static final int NEIGHBOURS = 100;
  private static final double SHRINKAGE = 10;
  private static final float[] FADINGS = {1, 0.97f, 0.9f, 0.8f, 0.6f};
  private static final float[] SHARES = {0, 0.05f, 0.1f, 0.2f, 0.4f, 0.8f};
  private static final float TIE_BREAK = 1e-6f;

  @Override
  public List<Recommender> learn(Interactions interactions, long seed) {
    var histories = Histories.of(interactions);
    var plan = plan(interactions, histories, seed);
    var parts = new Parts(interactions, histories, List.of(plan.regularization()));
    var ways = new ArrayList<Recommender>();
    ways.add(named("popular", parts.popular, histories));
    ways.add(named("recent", parts.recent, histories));
    ways.add(named("item-knn", parts.orPopular(parts.knn), histories));
    var ease = Objects.requireNonNull(parts.ease.get(plan.regularization()));
    ways.add(named(parts.easeName(), parts.orPopular(ease), histories));
    if (!interactions.texts().isEmpty()) {
      var content = ContentSimilarity.learn(interactions.texts());
      ways.add(named("content", parts.orPopular(content), histories));
    }
    ways.add(named("atrium", plan.blend(parts), histories));
    return ways;
  }

  private static Recommender named(String name, Scorer scorer, Histories histories) {
    return new ScoredRecommender(name, scorer, histories.items());
  }

  /**
   * What to blend, found on held-out items.
   *
   * @param knn whether item-kNN did better than EASE
   * @param fading what an item of the history counts compared with the next
   * @param next the share of what came next in others' histories
   * @param lately the share of what is popular lately
   */
  private record Plan(double regularization, boolean knn, float fading, float next, float lately) {
    Scorer blend(Parts parts) {
      var base =
          (knn ? parts.knn : parts.ease.getOrDefault(regularization, parts.knn)).faded(fading);
      var scorers = new Scorer[] {base, parts.next, parts.recent, parts.popular};
      var largest = parts.largestRecent;
      return new Blend(scorers, new float[] {1, next, lately / largest, TIE_BREAK / largest});
    }
  }

  private static Plan plan(Interactions interactions, Histories histories, long seed) {
    var shorter = withoutLast(interactions, histories);
    var parts = new Parts(shorter, Histories.of(shorter), regularizations(histories));
    var validation = new Validation(histories, seed);
    var best = new Plan(regularizations(histories).getFirst(), false, 1, 0, 0);
    if (validation.isEmpty()) {
      return best;
    }
    List<Plan> choices = new ArrayList<>();
    parts.ease.keySet().forEach(lambda -> choices.add(new Plan(lambda, false, 1, 0, 0)));
    choices.add(new Plan(best.regularization(), true, 1, 0, 0));
    best = best(choices, parts, validation);
    for (var round = 0; round < 2; round++) {
      var found = best;
      choices.clear();
      for (var fading : FADINGS) {
        choices.add(new Plan(found.regularization, found.knn, fading, found.next, found.lately));
      }
      var faded = best(choices, parts, validation);
      choices.clear();
      for (var share : SHARES) {
        choices.add(new Plan(faded.regularization, faded.knn, faded.fading, share, faded.lately));
      }
      var followed = best(choices, parts, validation);
      choices.clear();
      for (var share : SHARES) {
        choices.add(
            new Plan(followed.regularization, followed.knn, followed.fading, followed.next, share));
      }
      best = best(choices, parts, validation);
    }
    return best;
  }

  /** The interactions without each user's last, where there are two or more. */
  private static Interactions withoutLast(Interactions all, Histories histories) {
    var seen = new int[all.users()];
    var counts = new int[all.users()];
    IntStream.of(all.user()).forEach(user -> counts[user]++);
    var kept =
        IntStream.range(0, all.size())
            .filter(
                at -> ++seen[all.user()[at]] < counts[all.user()[at]] || counts[all.user()[at]] < 2)
            .toArray();
    return new Interactions(
        all.users(),
        histories.items(),
        IntStream.of(kept).map(at -> all.user()[at]).toArray(),
        IntStream.of(kept).map(at -> all.item()[at]).toArray(),
        IntStream.of(kept).mapToLong(at -> all.time()[at]).toArray(),
        all.texts());
  }

  private static Plan best(List<Plan> choices, Parts parts, Validation validation) {
    var best = choices.getFirst();
    var highest = Double.NEGATIVE_INFINITY;
    for (var choice : choices) {
      var quality = validation.quality(choice.blend(parts));
      if (quality > highest) {
        highest = quality;
        best = choice;
      }
    }
    return best;
  }

  /** More is tried where it costs little. */
  private static List<Double> regularizations(Histories histories) {
    return histories.items() <= FEW_FOR_EASE
        ? List.of(20.0, 100.0, 400.0)
        : histories.items() <= MOST_FOR_EASE ? List.of(300.0) : List.of(5.0, 30.0);
  }

  /** All that is blended, learnt from the same histories. */
  private static final class Parts {
    private final boolean exact;
    private final Popularity popular;
    private final Popularity recent;
    private final float largestRecent;
    private final ItemWeights knn;
    private final ItemWeights next;
    private final Map<Double, ItemWeights> ease = new TreeMap<>();

    Parts(Interactions interactions, Histories histories, List<Double> regularizations) {
      this.exact = histories.items() <= MOST_FOR_EASE;
      this.popular = Popularity.of(histories);
      this.recent = Popularity.recent(interactions);
      this.largestRecent = recent.largest();
      var pairs = CoOccurrence.of(histories, NEIGHBOURS);
      this.knn = pairs.cosine(SHRINKAGE);
      this.next = Transitions.learn(histories);
      for (var lambda : regularizations) {
        ease.put(
            lambda, exact ? Ease.learn(histories, lambda) : NeighbourRidge.learn(pairs, lambda));
      }
    }

    String easeName() {
      return exact ? "ease" : "ease-sparse";
    }

    Scorer orPopular(Scorer scorer) {
      return Blend.of(scorer, popular, TIE_BREAK / largestRecent);
    }
  }
}
