package dev.atrium.plugins.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.spi.Outcomes;
import dev.atrium.spi.Scenario;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import dev.atrium.spi.contract.ScenarioContract;
import dev.atrium.spi.contract.ScriptedCatalogue;
import dev.atrium.spi.contract.ScriptedTurn;
import dev.atrium.spi.contract.ScriptedTurn.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecommendationTest extends ScenarioContract {
  private static final List<Item> ITEMS =
      List.of(
          item("g1", "Longjing green tea", 128, "tea", "green"),
          item("g2", "Cloud mist green tea", 68, "tea", "green"),
          item("b1", "Dianhong black tea", 58, "tea", "black"),
          item("p1", "Yixing teapot", 360, "teaware", "pot"),
          item("p2", "Glass teapot", 89, "teaware", "pot"),
          item("s1", "Linen shirt", 199, "clothing", "shirt"),
          new Item("x1", "Matcha green tea", List.of("tea", "green"), "", 40, 0, 0.5));

  @Override
  protected Scenario scenario() {
    return new Recommendation();
  }

  @Override
  protected String question() {
    return "green tea please";
  }

  @Test
  void answer_wishAndBudget_areKept() throws InterruptedException {
    var turn = ask("I want green tea under $100", shop(Optional.empty()));
    assertThat(turn.said())
        .contains("Cloud mist", "$68", "fits", "within $100")
        .doesNotContain("Longjing", "Matcha", "shirt");
    assertThat(turn.quotes().getFirst()).startsWith("Cloud mist green tea");
    assertThat(turn.recorded()).containsExactly(Outcomes.Kind.ANSWERED);
  }

  @Test
  void answer_outOfStock_isNeverRecommended() throws InterruptedException {
    assertThat(ask("matcha", shop(Optional.empty())).said()).doesNotContain("Matcha");
  }

  @Test
  void answer_rejection_isKeptOverTheConversation() throws InterruptedException {
    var shop = shop(Optional.empty());
    var first = ask("some tea but no green tea", shop);
    assertThat(first.said()).contains("Dianhong").doesNotContain("green tea,");
    var second = goOn("anything else?", shop, first);
    assertThat(second.said()).doesNotContain("Longjing", "Cloud mist", "Dianhong");
  }

  @Test
  void answer_cheaper_isCheaperThanTheFirst() throws InterruptedException {
    var shop = shop(Optional.empty());
    var first = ask("Longjing green tea", shop);
    assertThat(first.said()).contains("Longjing");
    var second = goOn("and the cheaper one?", shop, first);
    assertThat(second.said()).contains("Cloud mist", "cheaper").doesNotContain("Longjing");
  }

  @Test
  void answer_knownUser_getsWhatOthersLikeHimTook() throws InterruptedException {
    var shop = shop(Optional.of("me"));
    var turn = ask("what do you recommend?", shop);
    assertThat(turn.said().lines().skip(1).findFirst().orElse(""))
        .contains("Glass teapot", "because you chose Yixing teapot");
    assertThat(turn.said()).doesNotContain("• Yixing teapot");
    assertThat(shop.allShown()).contains("p2").doesNotContain("p1");
  }

  @Test
  void answer_nothingFits_saysSo() throws InterruptedException {
    var turn = ask("teapot under 10 dollars", shop(Optional.empty()));
    assertThat(turn.said()).contains("Nothing that fits costs $10 or less");
    assertThat(turn.quotes()).isEmpty();
  }

  @Test
  void answer_excludedCategory_isNeverRecommended() throws InterruptedException {
    var turn =
        Script.empty()
            .withCatalogue(shop(Optional.empty()))
            .withSettings(Map.of("exclude", "tea, clothing"))
            .run(scenario(), "what is popular?");
    assertThat(turn.said()).contains("teapot").doesNotContain("tea,", "shirt");
  }

  @Test
  void answer_chinese_readsWishBudgetAndRejection() throws InterruptedException {
    var items =
        List.of(
            item("a", "明前龙井", 128, "茶叶", "绿茶"),
            item("b", "云雾绿茶", 68, "茶叶", "绿茶"),
            item("c", "滇红", 58, "茶叶", "红茶"),
            item("d", "紫砂壶", 360, "茶具", "茶壶"));
    var turn =
        Script.empty()
            .withLanguage("zh")
            .withCatalogue(new ScriptedCatalogue(Optional.empty(), items, List.of()))
            .run(scenario(), "推荐一款茶叶，不要红茶，预算100元以内");
    assertThat(turn.said()).contains("云雾绿茶", "68元", "100元以内").doesNotContain("滇红", "龙井", "紫砂");
  }

  private static ScriptedTurn ask(String message, ScriptedCatalogue shop)
      throws InterruptedException {
    return Script.empty().withCatalogue(shop).run(new Recommendation(), message);
  }

  private static ScriptedTurn goOn(String message, ScriptedCatalogue shop, ScriptedTurn before)
      throws InterruptedException {
    return Script.empty()
        .withCatalogue(shop)
        .withState(before.remembered())
        .run(new Recommendation(), message);
  }

  /** Whoever chose one teapot chose the other. */
  private static ScriptedCatalogue shop(Optional<String> user) {
    var events = new ArrayList<Event>();
    for (var other = 0; other < 12; other++) {
      var at = Instant.ofEpochSecond(1_000_000 + other * 100L);
      var who = "u" + other;
      if (other % 2 == 0) {
        events.add(new Event(who, "p1", Event.Kind.BOUGHT, at));
        events.add(new Event(who, "p2", Event.Kind.BOUGHT, at.plusSeconds(10)));
      } else {
        events.add(new Event(who, "g1", Event.Kind.BOUGHT, at));
        events.add(new Event(who, "b1", Event.Kind.BOUGHT, at.plusSeconds(10)));
      }
    }
    events.add(new Event("me", "p1", Event.Kind.BOUGHT, Instant.ofEpochSecond(2_000_000)));
    return new ScriptedCatalogue(user, ITEMS, events);
  }

  private static Item item(String id, String title, double price, String... categories) {
    return new Item(id, title, List.of(categories), "", price, 10, 0.3);
  }
}
