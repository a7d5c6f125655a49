package dev.atrium.plugins.recommendation;

import dev.atrium.plugins.recommendation.model.RecommenderTrainer;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import dev.atrium.spi.recommend.Interactions;
import dev.atrium.spi.recommend.Recommender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's items with what was learnt from its users. Immutable. */
final class Shop {
  private static final long SEED = 1;

  private final List<Item> items;
  private final List<Set<String>> words = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Integer> frequencies = new HashMap<>();
  private final Map<String, int[]> histories = new HashMap<>();
  private final int[] takers;
  private final Optional<Recommender> recommender;

  private Shop(List<Item> items, List<Event> events, boolean learns) {
    this.items = items;
    for (var item : items) {
      places.put(item.id(), places.size());
      var own = Words.of(text(item));
      own.forEach(word -> frequencies.merge(word, 1, Integer::sum));
      words.add(own);
    }
    this.takers = new int[items.size()];
    var rows = rows(events);
    this.recommender = learns && !rows.isEmpty() ? Optional.of(learn(rows)) : Optional.empty();
  }

  private record Row(String user, int item, long time) {}

  /**
   * @param learns false where there is no time to learn from the events now
   */
  static Shop of(List<Item> items, List<Event> events, boolean learns) {
    return new Shop(items, events, learns);
  }

  /**
   * What was chosen, of a user and an item the first time; events of unknown items are left out.
   */
  private List<Row> rows(List<Event> events) {
    var rows = new ArrayList<Row>();
    var seen = new HashSet<String>();
    Map<String, List<Integer>> taken = new LinkedHashMap<>();
    for (var event : events) {
      var place = places.get(event.item());
      if (place != null && event.kind().chosen() && seen.add(event.user() + "\n" + event.item())) {
        rows.add(new Row(event.user(), place, event.at().getEpochSecond()));
        taken.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(place);
        takers[place]++;
      }
    }
    taken.forEach(
        (user, list) -> histories.put(user, list.stream().mapToInt(Integer::intValue).toArray()));
    return rows;
  }

  private Recommender learn(List<Row> rows) {
    var users = new HashMap<String, Integer>();
    rows.forEach(row -> users.putIfAbsent(row.user(), users.size()));
    var interactions =
        new Interactions(
            users.size(),
            items.size(),
            rows.stream().mapToInt(row -> users.get(row.user())).toArray(),
            rows.stream().mapToInt(Row::item).toArray(),
            rows.stream().mapToLong(Row::time).toArray(),
            items.stream().map(Shop::text).toList());
    return new RecommenderTrainer().learn(interactions, SEED).getLast();
  }

  static String text(Item item) {
    return item.title() + " " + String.join(" ", item.categories()) + " " + item.description();
  }

  List<Item> items() {
    return items;
  }

  int[] history(Optional<String> user) {
    return user.map(histories::get).orElse(new int[0]);
  }

  /** How many users chose an item. */
  int takers(int item) {
    return takers[item];
  }

  int mostTakers() {
    var most = 1;
    for (var count : takers) {
      most = Math.max(most, count);
    }
    return most;
  }

  /** The items for a history, best first; nothing before anything was learnt. */
  int[] recommend(int[] history, int limit) {
    return recommender.map(learnt -> learnt.recommend(history, limit)).orElse(new int[0]);
  }

  /** The words of a wish that any item has. */
  Set<String> known(String wish) {
    var known = Words.of(wish);
    known.removeIf(word -> !frequencies.containsKey(word));
    return known;
  }

  /** The words of a wish that an item has. */
  Set<String> matched(Set<String> wish, int item) {
    var matched = new HashSet<>(wish);
    matched.retainAll(words.get(item));
    return matched;
  }

  /** How much some words tell: rare ones more. */
  double worth(Set<String> some) {
    return some.stream()
        .mapToDouble(
            word -> Math.log(1 + (double) items.size() / frequencies.getOrDefault(word, 1)))
        .sum();
  }
}
