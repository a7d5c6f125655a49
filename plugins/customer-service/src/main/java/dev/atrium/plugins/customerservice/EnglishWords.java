package dev.atrium.plugins.customerservice;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads English. */
final class EnglishWords implements Words {
  private static final Pattern SENTENCE_END =
      Pattern.compile("(?<=[.!?])\\s+(?=[\\p{Lu}\\d$\\[])|\\n+");
  private static final Pattern WORD =
      Pattern.compile("[$€£¥]?\\d[\\d,]*(?:[.:-]\\d+)*%?|\\p{L}[\\p{L}\\p{N}'@.-]*");
  private static final Pattern DENIAL =
      Pattern.compile("\\b(?:not|no|never|none|neither|nor|cannot|without|\\w+n't)\\b");
  private static final Pattern LEANING =
      Pattern.compile(
          "(?:and|or|but|what about|how about|what if|also|then)\\b.*|.*\\b(?:that one|the other"
              + " one|it|them)\\W*");
  private static final int SHORT = 7;
  private static final Pattern CLAUSE_END =
      Pattern.compile(
          "(?<=[.!?;])\\s+|,\\s+(?=(?:what|how|when|where|who|which|why|can|could|do|does|is|are|will|may)\\b)");
  private static final Pattern ASKING =
      Pattern.compile(
          "(?:and |but |so"
              + " )?(?:what|how|when|where|who|which|why|can|could|do|does|did|is|are|will|would|may|should)\\b.*|.*\\?");
  private static final Pattern FOR_NUMBER =
      Pattern.compile(
          ".*\\b(?:how"
              + " (?:much|many|long|old|far|high|fast|quickly|early|late|soon|often)|when|until"
              + " when|what (?:time|age|amount|interest|rate|fee|day|date|does .* cost)|which"
              + " day|number|rate|fee|price|costs?|maximum|minimum|limit|hours|expensive)\\b.*",
          Pattern.DOTALL);
  private static final Pattern OWN_RECORDS =
      Pattern.compile(
          ".*\\b(?:(?:what(?:'s| is| was)|show|tell me|check) (?:me )?my (?:current |last |latest"
              + " |own )*(?:account |card |loan |savings"
              + " )?(?:balance|transactions?|orders?|statement total)|how much (?:money )?(?:do i"
              + " have|did i (?:spend|pay)|have i)|what did i (?:spend|pay)|(?:has|have|did) my"
              + " \\w+ (?:arrived?|come|been|ship(?:ped)?)|where is my"
              + " (?:order|parcel|package|money|transfer|salary))\\b.*");
  private static final Set<String> JOINING =
      Set.of(
          """
          a about an and any are as at be been but by can could did do does for from get had has have
          how i if in into is it its me my of on one only or our please so than that the their them
          then there these they this those to too was we were what when where which who why will with
          would you your also each such more much many want need tell know hello hi just
          """
              .strip()
              .split("\\s+"));

  @Override
  public List<String> sentences(String text) {
    return SENTENCE_END.splitAsStream(text).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  @Override
  public Set<String> terms(String text) {
    return WORD.matcher(plain(text))
        .results()
        .map(word -> word.group().replaceAll("['.-]+$|'s$", ""))
        .filter(word -> !JOINING.contains(word))
        .map(EnglishWords::stem)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean denies(String text) {
    return DENIAL.matcher(plain(text)).find();
  }

  @Override
  public boolean leansOnTheLast(String text) {
    return text.split("\\s+").length <= SHORT && LEANING.matcher(plain(text).strip()).matches();
  }

  @Override
  public boolean asksForOwnRecords(String text) {
    return OWN_RECORDS.matcher(plain(text).replace('\n', ' ')).matches();
  }

  @Override
  public String asking(String text) {
    var clauses = CLAUSE_END.splitAsStream(text).toList();
    return clauses.stream()
        .filter(clause -> ASKING.matcher(plain(clause).strip()).matches())
        .reduce((first, last) -> last)
        .orElse(text);
  }

  @Override
  public boolean asksForNumber(String text) {
    return FOR_NUMBER.matcher(plain(text)).matches();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replace('’', '\'').replace("how much money", "how much");
  }

  /** Cuts the commonest endings; enough to tell that two forms belong to one word. */
  static String stem(String word) {
    if (word.length() < 4 || Character.isDigit(word.charAt(word.length() - 1))) {
      return word;
    }
    var cut =
        word.replaceFirst("(?:ies|ied)$", "y")
            .replaceFirst("(?<=ss|sh|ch|x|z)es$", "")
            .replaceFirst("(?<=[^s])s$", "")
            .replaceFirst("(?<=[a-z]{3})(?:ing|ed)$", "")
            .replaceFirst("(?<=[a-z]{3})(?:ment|ally|ly)$", "")
            .replaceFirst("([bdglmnprt])\\1$", "$1");
    return cut.replaceFirst("(?<=[a-z]{3})e$", "");
  }
}
