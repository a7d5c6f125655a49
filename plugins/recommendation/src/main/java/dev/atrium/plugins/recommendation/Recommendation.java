package dev.atrium.plugins.recommendation;

import dev.atrium.spi.AnswerSink;
import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Passage;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.Setting;
import dev.atrium.spi.TurnContext;
import dev.atrium.spi.UserMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recommends items of the tenant's catalogue, each with its reason and its catalogue entry as
 * evidence. What is wished, refused and affordable is remembered over the conversation.
 */
public final class Recommendation implements Scenario {
  private static final int MOST = 20;
  private static final int REMEMBERED = 200;
  private static final double CENT = 0.01;

  private final Shops shops = new Shops();

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.number("count", 3, "How many items are recommended at once, 1 to 20"),
        Setting.number("marginWeight", 0.1, "How much an item's margin counts beside its fit"),
        Setting.text(
            "exclude", "", "Categories and ids that are never recommended, with commas between"),
        Setting.text("currency", "$", "The sign of the prices"));
  }

  @Override
  public void answer(UserMessage message, TurnContext context, AnswerSink answer)
      throws InterruptedException {
    var phrases =
        new Phrases(
            context.language().equals("zh"), context.settings().text("currency").orElse("$"));
    var shop = shops.of(context.tenant(), context.catalogue());
    if (shop.items().isEmpty()) {
      answer.handOver("the catalogue is empty", phrases.closed());
      return;
    }
    var wishes = wishes(message.text(), context, shop);
    var seen = wishes.others() ? shown(context) : Set.<String>of();
    var count = context.settings().number("count").orElse(3.0).intValue();
    var picker = new Picker(shop, rules(context), shop.history(context.catalogue().user()));
    var picks = picker.pick(wishes, seen, Math.clamp(count, 1, MOST));
    say(picks, wishes, phrases, answer);
    remember(picks, wishes, context);
    context.outcomes().record(Outcomes.Kind.ANSWERED);
  }

  /** What is wished now; cheaper means than the first item that was shown. */
  private static Wishes wishes(String text, TurnContext context, Shop shop) {
    var wishes = Wishes.fromState(context.conversation().state()).with(text);
    if (!wishes.cheaper()) {
      return wishes;
    }
    var last = context.conversation().state().getOrDefault("first", "");
    return shop.items().stream()
        .filter(item -> item.id().equals(last))
        .findFirst()
        .map(item -> wishes.atMost(item.price() - CENT))
        .orElse(wishes);
  }

  private static Set<String> shown(TurnContext context) {
    var kept = context.conversation().state().getOrDefault("shown", "");
    return Arrays.stream(kept.split("\n")).filter(id -> !id.isEmpty()).collect(Collectors.toSet());
  }

  private static Picker.Rules rules(TurnContext context) {
    var excluded =
        Arrays.stream(context.settings().text("exclude").orElse("").split("[,，]"))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    return new Picker.Rules(excluded, context.settings().number("marginWeight").orElse(0.1));
  }

  private static void say(
      List<Picker.Pick> picks, Wishes wishes, Phrases phrases, AnswerSink answer)
      throws InterruptedException {
    if (picks.isEmpty()) {
      answer.text(phrases.nothing(wishes));
      return;
    }
    answer.text(phrases.opening(wishes));
    for (var pick : picks) {
      var entry = entry(pick, phrases);
      var source = answer.cite(entry, entry.text());
      var reason = phrases.reason(pick, wishes);
      var price = phrases.price(pick.item().price());
      answer.text(
          "\n• %s, %s%s [%d]"
              .formatted(
                  pick.item().title(), price, reason.isEmpty() ? "" : " – " + reason, source));
    }
  }

  private static Passage entry(Picker.Pick pick, Phrases phrases) {
    var item = pick.item();
    var text =
        item.title()
            + " · "
            + phrases.price(item.price())
            + (item.description().isBlank() ? "" : " · " + item.description());
    var section = String.join(" › ", item.categories());
    return new Passage(item.id(), "catalogue/" + item.id(), section, item.title(), text, 1, 1);
  }

  private static void remember(List<Picker.Pick> picks, Wishes wishes, TurnContext context)
      throws InterruptedException {
    Map<String, String> state = new HashMap<>(wishes.toState());
    var ids = picks.stream().map(pick -> pick.item().id()).toList();
    var seen = new LinkedHashSet<>(ids);
    seen.addAll(shown(context));
    state.put("shown", seen.stream().limit(REMEMBERED).collect(Collectors.joining("\n")));
    if (!ids.isEmpty()) {
      state.put("first", ids.getFirst());
    }
    state.forEach(context.conversation()::remember);
    context.catalogue().shown(ids);
  }
}
