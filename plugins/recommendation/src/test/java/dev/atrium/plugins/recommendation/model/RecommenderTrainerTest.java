package dev.atrium.plugins.recommendation.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.spi.recommend.Interactions;
import dev.atrium.spi.recommend.Recommender;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RecommenderTrainerTest {
  private static final int USERS = 300;
  private static final int ITEMS = 60;
  private static final int GROUPS = 6;

  @Test
  void learn_usersOfGroups_recommendsFromTheirGroup() {
    var ways = new RecommenderTrainer().learn(groups(), 1);
    for (var name : List.of("item-knn", "ease", "atrium")) {
      var found = way(ways, name).recommend(new int[] {7, 13, 1}, 5);
      assertThat(found).as(name).hasSize(5).doesNotContain(1, 7, 13);
      assertThat(Arrays.stream(found).map(item -> item % GROUPS)).as(name).containsOnly(1);
    }
  }

  @Test
  void recommend_newUser_isWhatIsPopular() {
    var ways = new RecommenderTrainer().learn(groups(), 1);
    assertThat(way(ways, "atrium").recommend(new int[0], 3)).hasSize(3);
    assertThat(way(ways, "item-knn").recommend(new int[0], 3))
        .isEqualTo(way(ways, "popular").recommend(new int[0], 3));
  }

  @Test
  void recommend_moreThanThereIs_givesAllOthers() {
    var ways = new RecommenderTrainer().learn(groups(), 1);
    for (var way : ways) {
      assertThat(way.recommend(new int[] {0}, 1000)).as(way.name()).hasSize(ITEMS - 1);
    }
  }

  @Test
  void learn_sameSeed_isTheSame() {
    var one = new RecommenderTrainer().learn(groups(), 3);
    var other = new RecommenderTrainer().learn(groups(), 3);
    for (var way = 0; way < one.size(); way++) {
      assertThat(one.get(way).recommend(new int[] {5, 8}, 20))
          .isEqualTo(other.get(way).recommend(new int[] {5, 8}, 20));
    }
  }

  @Test
  void ease_isTheClosedForm() {
    var histories = Histories.of(3, new int[][] {{0, 1}, {0, 1, 2}, {1, 2}, {0}});
    var learnt = Ease.learn(histories, 2);
    /* G + 2I = [5 2 1; 2 5 2; 1 2 4]; its inverse by hand: det = 71. */
    var inverse = new double[][] {{16, -6, -1}, {-6, 19, -8}, {-1, -8, 21}};
    for (var from = 0; from < 3; from++) {
      for (var to = 0; to < 3; to++) {
        var expected = from == to ? 0 : -inverse[from][to] / inverse[to][to];
        assertThat((double) learnt.weights()[from][to]).isCloseTo(expected, Offset.offset(1e-5));
      }
    }
  }

  @Test
  void ease_moreItemsThanABlock_invertsTheMatrix() {
    var random = new Random(1);
    var histories = new int[400][];
    Arrays.setAll(histories, user -> random.ints(8, 0, 150).distinct().toArray());
    var exact = Ease.learn(Histories.of(150, histories), 5);
    var ridge = NeighbourRidge.learn(CoOccurrence.of(Histories.of(150, histories), 149), 5);
    assertThat(exact.weights()[3]).hasSize(150);
    assertThat(ridge.to()).hasNumberOfRows(150);
    /* The identity that defines EASE: the error of each item is orthogonal to the others. */
    var gram = new double[150][150];
    for (var history : histories) {
      for (var one : history) {
        for (var other : history) {
          gram[one][other]++;
        }
      }
    }
    for (var item = 0; item < 150; item += 37) {
      for (var other = 0; other < 150; other += 11) {
        if (other != item) {
          var sum = gram[other][item] - 5 * exact.weights()[other][item];
          for (var at = 0; at < 150; at++) {
            sum -= gram[other][at] * exact.weights()[at][item];
          }
          assertThat(sum).isCloseTo(0, Offset.offset(1e-3));
        }
      }
    }
  }

  private static Recommender way(List<Recommender> ways, String name) {
    return ways.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** Users take items of their own group, 6 each. */
  private static Interactions groups() {
    var random = new Random(1);
    var user = IntStream.range(0, USERS * 6).map(at -> at % USERS).toArray();
    var item = new int[user.length];
    for (var who = 0; who < USERS; who++) {
      var group = who % GROUPS;
      var own = random.ints(0, ITEMS / GROUPS).distinct().limit(6).toArray();
      for (var at = 0; at < 6; at++) {
        item[at * USERS + who] = own[at] * GROUPS + group;
      }
    }
    var time = IntStream.range(0, user.length).mapToLong(at -> at).toArray();
    return new Interactions(USERS, ITEMS, user, item, time, List.of());
  }
}
