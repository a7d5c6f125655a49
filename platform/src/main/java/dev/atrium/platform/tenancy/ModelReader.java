package dev.atrium.platform.tenancy;

import dev.atrium.platform.tenancy.TenantDefinition.DatedPrice;
import dev.atrium.platform.tenancy.TenantDefinition.Price;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what {@code tenant.yaml} says of models: their prices over time, and names for them. */
final class ModelReader {
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final String RESERVED = "default";

  private ModelReader() {}

  /** The mapping {@code aliases}. */
  static Map<String, String> aliases(PackSection section) {
    var aliases = section.scalars("aliases");
    aliases.forEach(
        (alias, model) -> {
          if (!ALIAS.matcher(alias).matches() || alias.equals(RESERVED)) {
            section.note(
                "aliases." + alias,
                "must be made of letters, digits, '.', '_' and '-', not default");
          }
          if (model.isBlank() || aliases.containsKey(model)) {
            section.note("aliases." + alias, "must name a model, not another alias");
          }
        });
    return aliases;
  }

  /** The list {@code prices}, each with the day it holds from. */
  static List<DatedPrice> prices(PackSection section, String currency) {
    var prices = new ArrayList<DatedPrice>();
    if (section.has("prices")) {
      for (var item : section.sections("prices")) {
        var from = day(item);
        if (!prices.isEmpty() && !from.isAfter(prices.getLast().from())) {
          item.note("from", "must be later than that of the price before");
        }
        prices.add(
            new DatedPrice(
                from,
                new Price(
                    currency,
                    item.amount("promptPerMillion"),
                    item.amount("cachedPerMillion"),
                    item.amount("generatedPerMillion"))));
        item.end();
      }
    }
    return prices;
  }

  private static Instant day(PackSection item) {
    var text = item.text("from", DATE, "a day such as 2027-01-31", "9999-12-31");
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException noSuchDay) {
      item.note("from", "is no day of the calendar");
      return Instant.MAX;
    }
  }
}
