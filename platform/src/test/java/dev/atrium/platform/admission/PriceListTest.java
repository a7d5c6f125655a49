package dev.atrium.platform.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.admission.PriceList.Dated;
import dev.atrium.platform.metering.LedgerEntry.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceListTest {
  private static final Instant JANUARY = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant JULY = Instant.parse("2027-07-01T00:00:00Z");

  @Test
  void at_anyMoment_isThePriceThatHeld() {
    var list =
        new PriceList(price(1), List.of(new Dated(JANUARY, price(2)), new Dated(JULY, price(3))));

    assertThat(list.at(JANUARY.minusMillis(1))).isEqualTo(price(1));
    assertThat(list.at(JANUARY)).isEqualTo(price(2));
    assertThat(list.at(JULY.minusNanos(1))).isEqualTo(price(2));
    assertThat(list.at(JULY.plusSeconds(1))).isEqualTo(price(3));
  }

  private static Price price(int amount) {
    var value = BigDecimal.valueOf(amount);
    return new Price("EUR", value, value, value);
  }
}
