package dev.atrium.platform.tenancy;

import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.Allowance.Period;
import dev.atrium.platform.tenancy.Allowance.Subject;
import dev.atrium.platform.tenancy.TenantDefinition.Billing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the optional limits and budgets of a {@code tenant.yaml}. */
final class AllowanceReader {
  private static final BigDecimal MOST_UNITS = BigDecimal.valueOf(9_000_000_000L);

  private AllowanceReader() {}

  /** The list {@code rules} of the section {@code limits}. */
  static List<Allowance> limits(PackSection section) {
    return read(
        section,
        "rules",
        Set.of(Measure.REQUESTS, Measure.TOKENS, Measure.CONCURRENT),
        Set.of(Period.MINUTE, Period.HOUR, Period.DAY));
  }

  /** The list {@code budgets}. */
  static List<Allowance> budgets(PackSection section) {
    return read(
        section,
        "budgets",
        Set.of(Measure.MONEY, Measure.TOKENS),
        Set.of(Period.DAY, Period.MONTH));
  }

  static Billing billing(PackSection section) {
    return section.has("billing")
        ? choice(section, "billing", Set.of(Billing.values()), Billing.GENERATED)
        : Billing.GENERATED;
  }

  private static List<Allowance> read(
      PackSection section, String list, Set<Measure> measures, Set<Period> periods) {
    var allowances = new ArrayList<Allowance>();
    if (section.has(list)) {
      for (var item : section.sections(list)) {
        allowances.add(allowance(item, measures, periods));
        item.end();
      }
    }
    return allowances;
  }

  private static Allowance allowance(PackSection item, Set<Measure> measures, Set<Period> periods) {
    var of = choice(item, "of", Set.of(Subject.values()), Subject.TENANT);
    var what = choice(item, "what", measures, Measure.TOKENS);
    var per = what == Measure.CONCURRENT ? Period.ALWAYS : choice(item, "per", periods, Period.DAY);
    Optional<String> only = item.has("only") ? Optional.of(item.text("only")) : Optional.empty();
    if (only.isPresent() && of == Subject.TENANT) {
      item.note("only", "names a key or an end user, so it needs 'of: key' or 'of: user'");
    }
    return new Allowance(of, only, what, per, most(item, what), alert(item));
  }

  private static BigDecimal most(PackSection item, Measure what) {
    var most = item.amount("most");
    if (what == Measure.MONEY && most.compareTo(MOST_UNITS) > 0) {
      item.note("most", "must be at most " + MOST_UNITS);
      return MOST_UNITS;
    }
    if (what != Measure.MONEY && most.stripTrailingZeros().scale() > 0) {
      item.note("most", "must be a whole number");
    }
    return most.min(BigDecimal.valueOf(Long.MAX_VALUE / 16));
  }

  private static int alert(PackSection item) {
    return item.has("alertAt") ? item.count("alertAt", 1, 100) : 0;
  }

  private static <E extends Enum<E>> E choice(
      PackSection section, String key, Set<E> choices, E standIn) {
    var words =
        choices.stream().sorted().map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    var form = Pattern.compile(String.join("|", words));
    var word = section.text(key, form, "one of " + String.join(", ", words), standIn.name());
    var byWord = choices.stream().collect(Collectors.toMap(Enum::name, Function.identity()));
    return byWord.getOrDefault(word.toUpperCase(Locale.ROOT), standIn);
  }
}
