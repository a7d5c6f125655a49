package dev.atrium.platform.evaluation;

import dev.atrium.platform.evaluation.InteractionTable.Row;
import dev.atrium.platform.evaluation.RecommendFigures.Score;
import dev.atrium.spi.recommend.Interactions;
import dev.atrium.spi.recommend.Recommender;
import dev.atrium.spi.recommend.RecommenderLearner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Measures recommenders by what users took next: all items that the user had not are ranked, none
 * are sampled.
 */
public final class RecommendEvaluation {
  private static final int RANKED = 10;
  private static final int MOST_USERS = 10_000;
  private static final double SHARE_BEFORE = 0.9;

  private final RecommenderLearner learner;
  private final long seed;

  public RecommendEvaluation(RecommenderLearner learner, long seed) {
    this.learner = learner;
    this.seed = seed;
  }

  /** Each user's last item is to be foretold from all that came before it. */
  public RecommendFigures.Split leaveLastOut(InteractionTable table) {
    var last = new int[table.users()];
    var counts = new int[table.users()];
    for (var at = 0; at < table.rows().size(); at++) {
      last[table.rows().get(at).user()] = at;
      counts[table.rows().get(at).user()]++;
    }
    var held = new BitSet();
    IntStream.range(0, table.users())
        .filter(user -> counts[user] > 1)
        .forEach(user -> held.set(last[user]));
    return split(table, held);
  }

  /**
   * What users took in the last tenth of the interactions is to be foretold from what was before.
   */
  public RecommendFigures.Split byTime(InteractionTable table) {
    var held = new BitSet();
    held.set((int) (SHARE_BEFORE * table.rows().size()), table.rows().size());
    return split(table, held);
  }

  private RecommendFigures.Split split(InteractionTable table, BitSet held) {
    var train = new ArrayList<Row>();
    var wanted = new ArrayList<Set<Integer>>();
    IntStream.range(0, table.users()).forEach(user -> wanted.add(new TreeSet<>()));
    for (var at = 0; at < table.rows().size(); at++) {
      var row = table.rows().get(at);
      if (held.get(at)) {
        wanted.get(row.user()).add(row.item());
      } else {
        train.add(row);
      }
    }
    var begin = System.nanoTime();
    var recommenders = learner.learn(interactions(table, train), seed);
    var seconds = (System.nanoTime() - begin) / 1e9;
    var users = users(wanted);
    var histories = histories(table.users(), train);
    var scores =
        recommenders.stream()
            .map(recommender -> score(recommender, users, histories, wanted, table.items()))
            .toList();
    return new RecommendFigures.Split(train.size(), users.length, seconds, scores);
  }

  private static Interactions interactions(InteractionTable table, List<Row> rows) {
    return new Interactions(
        table.users(),
        table.items(),
        rows.stream().mapToInt(Row::user).toArray(),
        rows.stream().mapToInt(Row::item).toArray(),
        rows.stream().mapToLong(Row::time).toArray(),
        table.texts());
  }

  private static int[][] histories(int users, List<Row> rows) {
    var counts = new int[users];
    rows.forEach(row -> counts[row.user()]++);
    var histories = new int[users][];
    Arrays.setAll(histories, user -> new int[counts[user]]);
    Arrays.fill(counts, 0);
    rows.forEach(row -> histories[row.user()][counts[row.user()]++] = row.item());
    return histories;
  }

  /** The users to ask for; of many, some by chance. */
  private int[] users(List<Set<Integer>> wanted) {
    var users =
        IntStream.range(0, wanted.size()).filter(user -> !wanted.get(user).isEmpty()).toArray();
    var random = new SplittableRandom(seed);
    for (var at = users.length - 1; at > 0; at--) {
      var other = random.nextInt(at + 1);
      var kept = users[at];
      users[at] = users[other];
      users[other] = kept;
    }
    return Arrays.copyOf(users, Math.min(MOST_USERS, users.length));
  }

  private static Score score(
      Recommender recommender,
      int[] users,
      int[][] histories,
      List<Set<Integer>> wanted,
      int items) {
    var hits = 0;
    var gains = 0.0;
    var shown = new BitSet();
    var millis = new double[users.length];
    for (var at = 0; at < users.length; at++) {
      var begin = System.nanoTime();
      var found = recommender.recommend(histories[users[at]], RANKED);
      millis[at] = (System.nanoTime() - begin) / 1e6;
      var gain = gain(found, wanted.get(users[at]));
      hits += gain > 0 ? 1 : 0;
      gains += gain;
      Arrays.stream(found).forEach(shown::set);
    }
    Arrays.sort(millis);
    return new Score(
        recommender.name(),
        (double) hits / Math.max(1, users.length),
        gains / Math.max(1, users.length),
        (double) shown.cardinality() / Math.max(1, items),
        millis.length == 0 ? 0 : millis[(int) (0.99 * (millis.length - 1))]);
  }

  /** NDCG@10: found items count less the later they stand, compared with the best order. */
  private static double gain(int[] found, Set<Integer> wanted) {
    var gain = 0.0;
    var best = 0.0;
    for (var at = 0; at < RANKED; at++) {
      var worth = Math.log(2) / Math.log(2 + at);
      gain += at < found.length && wanted.contains(found[at]) ? worth : 0;
      best += at < wanted.size() ? worth : 0;
    }
    return best == 0 ? 0 : gain / best;
  }
}
