package dev.atrium.platform.data.question;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Writes months and quarters of a year as their first and last day. */
final class Periods {
  private static final String MONTHS =
      "january|february|march|april|may|june|july|august|september|october|november|december"
          + "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec";
  private static final List<String> BEGINNINGS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> QUARTERS = List.of("first", "second", "third", "fourth");
  private static final int MONTHS_OF_A_QUARTER = 3;

  private static final Pattern MONTH =
      Pattern.compile(
          "\\b(?:in |during |of )?(" + MONTHS + ")\\.?,? (?:of )?(\\d{4})\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CHINESE_MONTH = Pattern.compile("在?(\\d{4})年(\\d{1,2})月份?");
  private static final Pattern QUARTER =
      Pattern.compile(
          "\\b(?:in |during )?(?:the )?(?:q([1-4])|(first|second|third|fourth) quarter),? (?:of"
              + " )?(\\d{4})\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CHINESE_QUARTER = Pattern.compile("在?(\\d{4})年第?([一二三四1-4])季度?");

  private Periods() {}

  static String spelledOut(String question) {
    var text = replace(MONTH, question, Periods::month);
    text = replace(CHINESE_MONTH, text, one -> months(one.group(1), integer(one.group(2)), 1));
    text = replace(QUARTER, text, Periods::quarter);
    return replace(
        CHINESE_QUARTER,
        text,
        one -> quarter(one.group(1), 1 + "一二三四".indexOf(one.group(2)), one.group(2)));
  }

  private static String replace(Pattern pattern, String text, Function<MatchResult, String> by) {
    return pattern.matcher(text).replaceAll(by);
  }

  private static String month(MatchResult found) {
    var beginning = found.group(1).toLowerCase(Locale.ROOT).substring(0, 3);
    return months(found.group(2), 1 + BEGINNINGS.indexOf(beginning), 1);
  }

  private static String quarter(MatchResult found) {
    var word = found.group(2);
    return word == null
        ? quarter(found.group(3), 0, found.group(1))
        : quarter(found.group(3), 1 + QUARTERS.indexOf(word.toLowerCase(Locale.ROOT)), word);
  }

  private static String quarter(String year, int number, String digit) {
    var which = number > 0 ? number : integer(digit);
    return months(year, 1 + MONTHS_OF_A_QUARTER * (which - 1), MONTHS_OF_A_QUARTER);
  }

  private static String months(String year, int month, int count) {
    if (month < 1 || month > BEGINNINGS.size()) {
      return year;
    }
    var first = LocalDate.of(integer(year), month, 1);
    return " between " + first + " and " + first.plusMonths(count).minusDays(1) + " ";
  }

  private static int integer(String digits) {
    return Integer.parseInt(digits);
  }
}
