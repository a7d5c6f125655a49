package dev.atrium.platform.admission;

import dev.atrium.platform.metering.LedgerEntry.Price;
import java.time.Instant;
import java.util.List;

/**
 * What a tenant's tokens cost over time. A call costs what held when it arrived.
 *
 * @param first until the first of the later ones
 * @param later earliest first
 */
public record PriceList(Price first, List<Dated> later) {
  public PriceList {
    later = List.copyOf(later);
  }

  /** A price and the moment from which it holds. */
  public record Dated(Instant from, Price price) {}

  /** A price that never changes. */
  public static PriceList always(Price price) {
    return new PriceList(price, List.of());
  }

  /** The price at a moment. */
  Price at(Instant moment) {
    var price = first;
    for (var each : later) {
      if (!moment.isBefore(each.from())) {
        price = each.price();
      }
    }
    return price;
  }
}
