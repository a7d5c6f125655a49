package dev.atrium.plugins.recommendation;

import dev.atrium.spi.catalogue.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Picks items for one turn: those that the rules allow, ranked by what the user says, did, what is
 * popular and what it earns, and no more of one kind than need be.
 */
final class Picker {
  private static final int RECOMMENDED = 100;
  private static final int EXPLAINED_BY = 8;
  private static final int CLOSE = 20;
  private static final double HISTORY = 0.6;
  private static final double POPULAR = 0.15;
  private static final double SAME_KIND = 0.35;

  /** Of the words that fit best somewhere, an item must have this share. */
  private static final double FITS = 0.5;

  private final Shop shop;
  private final Rules rules;
  private final int[] history;
  private final Map<Integer, Integer> ranks = new HashMap<>();

  /**
   * The tenant's rules.
   *
   * @param excluded categories and ids that are never recommended
   * @param marginWeight what a margin of 1 counts, beside 1 for saying all that is wished
   */
  record Rules(Set<String> excluded, double marginWeight) {}

  /**
   * A pick and why.
   *
   * @param matched the user's words that the item has
   * @param because the title of an item that the user chose and that leads to this one
   * @param takers users who chose it
   */
  record Pick(Item item, Set<String> matched, Optional<String> because, int takers) {}

  private record Rated(int place, double points) {}

  Picker(Shop shop, Rules rules, int[] history) {
    this.shop = shop;
    this.rules = rules;
    this.history = history;
    for (var place : shop.recommend(history, RECOMMENDED)) {
      ranks.put(place, ranks.size());
    }
  }

  /**
   * The best items, best first.
   *
   * @param seen ids that were shown before and are left out
   */
  List<Pick> pick(Wishes wishes, Set<String> seen, int count) {
    var wish = shop.known(wishes.wanted());
    var allowed = new ArrayList<Integer>();
    for (var place = 0; place < shop.items().size(); place++) {
      if (allows(place, wishes, seen)) {
        allowed.add(place);
      }
    }
    var best =
        allowed.stream()
            .mapToDouble(place -> shop.worth(shop.matched(wish, place)))
            .max()
            .orElse(0);
    var rated = new ArrayList<Rated>();
    for (var place : allowed) {
      var said = shop.worth(shop.matched(wish, place));
      if (best == 0 || said >= FITS * best) {
        rated.add(new Rated(place, (best == 0 ? 0 : said / best) + points(place)));
      }
    }
    return diverse(rated, count).stream().map(place -> pick(place, wish)).toList();
  }

  private boolean allows(int place, Wishes wishes, Set<String> seen) {
    var item = shop.items().get(place);
    return item.stock() > 0
        && !seen.contains(item.id())
        && !rules.excluded().contains(item.id())
        && item.categories().stream().noneMatch(rules.excluded()::contains)
        && (wishes.highest().isEmpty() || item.price() <= wishes.highest().getAsDouble())
        && (wishes.lowest().isEmpty() || item.price() >= wishes.lowest().getAsDouble())
        && Arrays.stream(history).noneMatch(chosen -> chosen == place)
        && wishes.rejected().stream().noneMatch(refused -> is(item, refused));
  }

  /**
   * Whether an item is what a refused phrase names, by its title and categories: it has all of its
   * words; of Chinese, which has no words to see, half of its pairs of characters.
   */
  private static boolean is(Item item, String refused) {
    var name = (item.title() + " " + String.join(" ", item.categories())).toLowerCase(Locale.ROOT);
    var words = Words.of(refused);
    var known = Words.of(name);
    var matched = words.stream().filter(known::contains).count();
    var needed =
        Character.isIdeographic(refused.codePointAt(0)) ? (words.size() + 1) / 2 : words.size();
    return name.contains(refused) || (matched > 0 && matched >= needed);
  }

  private double points(int place) {
    var rank = ranks.get(place);
    var personal = rank == null || history.length == 0 ? 0 : 1 / (1 + rank / 5.0);
    return HISTORY * personal
        + POPULAR * shop.takers(place) / shop.mostTakers()
        + rules.marginWeight() * shop.items().get(place).margin();
  }

  private List<Integer> diverse(List<Rated> rated, int count) {
    var left = new ArrayList<>(rated);
    var kinds = new HashMap<String, Integer>();
    var picked = new ArrayList<Integer>();
    while (picked.size() < count && !left.isEmpty()) {
      var next =
          left.stream()
              .max(
                  Comparator.comparingDouble(
                          (Rated it) ->
                              it.points() - SAME_KIND * kinds.getOrDefault(kind(it.place()), 0))
                      .thenComparing(Rated::place, Comparator.reverseOrder()))
              .orElseThrow();
      left.remove(next);
      picked.add(next.place());
      kinds.merge(kind(next.place()), 1, Integer::sum);
    }
    return picked;
  }

  private String kind(int place) {
    var item = shop.items().get(place);
    return item.categories().isEmpty() ? item.id() : item.categories().getLast();
  }

  private Pick pick(int place, Set<String> wish) {
    return new Pick(
        shop.items().get(place), shop.matched(wish, place), because(place), shop.takers(place));
  }

  private Optional<String> because(int place) {
    for (var at = history.length - 1; at >= Math.max(0, history.length - EXPLAINED_BY); at--) {
      var close = shop.recommend(new int[] {history[at]}, CLOSE);
      if (Arrays.stream(close).anyMatch(found -> found == place)) {
        return Optional.of(shop.items().get(history[at]).title());
      }
    }
    return Optional.empty();
  }
}
