package dev.atrium.plugins.recommendation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a conversation says about the wanted item so far.
 *
 * @param wanted the user's words without prices and rejections
 * @param rejected words that must not fit
 * @param highest price
 * @param lowest price
 * @param cheaper whether something cheaper than what was shown is asked for
 * @param others whether something else than what was shown is asked for
 */
record Wishes(
    String wanted,
    Set<String> rejected,
    OptionalDouble highest,
    OptionalDouble lowest,
    boolean cheaper,
    boolean others) {
  static final Wishes NONE =
      new Wishes("", Set.of(), OptionalDouble.empty(), OptionalDouble.empty(), false, false);

  private static final String AMOUNT =
      "[$€£¥￥]?\\s*(\\d{1,9}(?:\\.\\d+)?)\\s*(?:元|块钱|块|dollars|euros|yuan)?";
  private static final Pattern AT_MOST =
      Pattern.compile(
          "(?:under|below|less than|at most|up to|maximum|max|within|cheaper than|(?:no|not) more"
              + " than|budget(?: is| of)?|不要?超过|低于|少于|最多|预算(?:是|为|在)?|便宜于)\\s*"
              + AMOUNT
              + "|"
              + AMOUNT
              + "\\s*(?:or less|or under|at most|以内|以下|之内|内|封顶)");
  private static final Pattern AT_LEAST =
      Pattern.compile(
          "(?:over|above|more than|at least|from|高于|多于|至少|不低于)\\s*"
              + AMOUNT
              + "|"
              + AMOUNT
              + "\\s*(?:or more|以上|起)");
  private static final Pattern CHEAPER =
      Pattern.compile(
          "cheaper|less expensive|too expensive|lower"
              + " price|更?便宜(?:一)?(?:点|些)|更便宜|太贵|有点贵|实惠(?:一)?(?:点|些)");
  private static final Pattern OTHERS =
      Pattern.compile(
          "something else|anything else|another|other"
              + " (?:ones|options)|different|换一?(?:批|个|款|种)|别的|其他|其它|还有(?:什么|吗|没有)");
  private static final Pattern REJECTED =
      Pattern.compile(
          "(?:don't want|do not want|don't like|dislike|hate|without|except|anything but|not"
              + " an?|no|not)\\s+((?:[a-z]+)(?: [a-z]+)?)"
              + "|(?:不要|不想要|不喜欢|不爱喝|不爱|别推荐|别要|除了|讨厌|排除)([\\p{IsHan}a-z]{1,8})");

  /** Reads a message into what was wished before. */
  Wishes with(String message) {
    var text = message.toLowerCase(Locale.ROOT).replace('’', '\'');
    var most = amount(AT_MOST.matcher(text));
    text = AT_MOST.matcher(text).replaceAll(" ");
    var least = amount(AT_LEAST.matcher(text));
    text = AT_LEAST.matcher(text).replaceAll(" ");
    var asksCheaper = CHEAPER.matcher(text).find();
    text = CHEAPER.matcher(text).replaceAll(" ");
    var asksOthers = OTHERS.matcher(text).find();
    text = OTHERS.matcher(text).replaceAll(" ");
    var refused = rejections(text);
    text = REJECTED.matcher(text).replaceAll(" ").strip();
    var all = new LinkedHashSet<>(rejected);
    all.addAll(refused);
    return new Wishes(
        said(text) ? text : wanted,
        all,
        most.isPresent() ? most : highest,
        least.isPresent() ? least : most.isPresent() ? OptionalDouble.empty() : lowest,
        asksCheaper,
        asksOthers);
  }

  private static boolean said(String text) {
    return !Words.of(text).isEmpty();
  }

  private static OptionalDouble amount(Matcher matcher) {
    if (!matcher.find()) {
      return OptionalDouble.empty();
    }
    var found = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return OptionalDouble.of(Double.parseDouble(found));
  }

  private static List<String> rejections(String text) {
    var rejections = new ArrayList<String>();
    var matcher = REJECTED.matcher(text);
    while (matcher.find()) {
      rejections.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return rejections;
  }

  Wishes atMost(double price) {
    return new Wishes(wanted, rejected, OptionalDouble.of(price), lowest, cheaper, others);
  }

  /** For the conversation's memory. */
  Map<String, String> toState() {
    return Map.of(
        "wanted",
        wanted,
        "rejected",
        String.join("\n", rejected),
        "highest",
        highest.isPresent() ? Double.toString(highest.getAsDouble()) : "",
        "lowest",
        lowest.isPresent() ? Double.toString(lowest.getAsDouble()) : "");
  }

  static Wishes fromState(Map<String, String> state) {
    var refused = state.getOrDefault("rejected", "");
    return new Wishes(
        state.getOrDefault("wanted", ""),
        refused.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(refused.split("\n"))),
        number(state.getOrDefault("highest", "")),
        number(state.getOrDefault("lowest", "")),
        false,
        false);
  }

  private static OptionalDouble number(String kept) {
    return kept.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(kept));
  }
}
