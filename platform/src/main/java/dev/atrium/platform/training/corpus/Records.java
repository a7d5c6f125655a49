package dev.atrium.platform.training.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** Pages about things with attributes, such as films, hotels and sights. */
final class Records implements PageSource {

  /** A thing and its attributes in order. */
  record Entry(String name, Map<String, String> attributes) {}

  /** Wordings of an attribute: {@code #} stands for the thing, {@code *} for the value. */
  private record Wording(List<String> statements, List<String> questions) {}

  private static final Map<String, Wording> ENGLISH =
      Map.of(
          "director",
          wording(
              "# was directed by *. | * directed #. | The director of # is *.",
              "Who directed #? | Who is the director of #? | director of #?"),
          "country",
          wording(
              "# comes from *. | # was made in *. | The country of # is *.",
              "Where was # made? | Which country is # from? | Where does # come from?"),
          "year",
          wording(
              "# came out in *. | # was released in *. | In *, # was released.",
              "When was # released? | When did # come out? | How old is #?"),
          "length",
          wording(
              "# lasts *. | The length of # is *. | # has a length of *.",
              "How long is #? | What is the length of #? | How long does # last?"),
          "kind",
          wording(
              "# belongs to *. | # is listed under *. | The categories of # are *.",
              "What kind of film is #? | Where is # listed? | What category is #?"));

  private static final Map<String, Wording> CHINESE =
      Map.of(
          "地址",
          wording("#的地址是*。 | #位于*。 | #在*。", "#在哪里？ | #的地址是什么？ | 怎么去#？ | #在什么地方？"),
          "电话",
          wording("#的电话是*。 | 联系#请拨打*。", "#的电话是多少？ | 怎么联系#？ | #的电话号码"),
          "门票",
          wording("#的门票：* | #门票价格是*。", "#的门票多少钱？ | 去#要买票吗？ | #门票怎么收费？"),
          "开放时间",
          wording("#的开放时间：* | #开放时间是*。", "#几点开门？ | #什么时候开放？ | #的开放时间是什么？"),
          "营业时间",
          wording("#的营业时间是*。 | #营业时间：*。", "#几点营业？ | #的营业时间是什么？ | #几点关门？"),
          "评分",
          wording("#的评分是*分。 | #得了*分。", "#的评分是多少？ | #评价怎么样？"));

  private static final int LONGEST_BRIEF = 40;

  private final Language language;
  private final List<Entry> entries;

  Records(Language language, List<Entry> entries) {
    this.language = language;
    this.entries = List.copyOf(entries);
  }

  private static Wording wording(String statements, String questions) {
    return new Wording(List.of(statements.split(" \\| ")), List.of(questions.split(" \\| ")));
  }

  @Override
  public Language language() {
    return language;
  }

  int size() {
    return entries.size();
  }

  @Override
  public List<Page> draw(SplittableRandom random, int pages, int facts) {
    var things = new ArrayList<Entry>();
    while (things.size() < pages) {
      var thing = Choice.of(random, entries);
      if (things.stream().noneMatch(known -> known.name().equals(thing.name()))) {
        things.add(thing);
      }
    }
    return things.stream()
        .map(thing -> new Page("", facts(random, thing, 1 + random.nextInt(facts))))
        .toList();
  }

  private List<Fact> facts(SplittableRandom random, Entry thing, int wanted) {
    var names = Choice.shuffled(random, thing.attributes().keySet());
    return names.stream()
        .limit(wanted)
        .map(
            name -> {
              var wording = wording(name);
              var value = Objects.requireNonNull(thing.attributes().get(name));
              return new Fact(
                  Choice.of(random, wording.statements())
                      .replace("#", thing.name())
                      .replace("*", value)
                      .replaceAll("(?<![。.])$", language == Language.ENGLISH ? "." : "。")
                      .replaceAll("([。.])[。.]+$", "$1"),
                  Choice.of(random, wording.questions()).replace("#", thing.name()),
                  brief(value));
            })
        .toList();
  }

  private static Optional<String> brief(String value) {
    return Optional.of(value.replaceAll("[。.]+$", ""))
        .filter(words -> words.length() <= LONGEST_BRIEF);
  }

  private Wording wording(String attribute) {
    if (language == Language.ENGLISH) {
      return ENGLISH.getOrDefault(
          attribute,
          wording("The " + attribute + " of # is *.", "What is the " + attribute + " of #?"));
    }
    return CHINESE.getOrDefault(
        attribute,
        wording(
            "#的" + attribute + "是*。 | #" + attribute + "：*。",
            "#的" + attribute + "是什么？ | #" + attribute + "是多少？ | 请问#的" + attribute + "？"));
  }
}
