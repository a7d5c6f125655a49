package dev.atrium.platform.data.question;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodsTest {
  @ParameterizedTest
  @CsvSource({
    "Revenue in March 2024, 2024-03-01, 2024-03-31",
    "sales of Feb. 2024, 2024-02-01, 2024-02-29",
    "orders in Q3 2023, 2023-07-01, 2023-09-30",
    "the second quarter of 2025, 2025-04-01, 2025-06-30",
    "2024年12月的订单, 2024-12-01, 2024-12-31",
    "2024年第四季度, 2024-10-01, 2024-12-31"
  })
  void monthsAndQuarters_becomeTheirFirstAndLastDay(String question, String first, String last) {
    assertThat(Periods.spelledOut(question)).contains("between " + first + " and " + last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders in 2024", "2024年的订单", "may 5 products", "2024年13月"})
  void whatIsNoPeriod_staysWithoutDays(String question) {
    assertThat(Periods.spelledOut(question)).doesNotContain("between");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Delete all orders", "please update the price", "删除所有订单", "sales last month"})
  void ordersAndTimesFromToday_areSeen(String text) {
    assertThat(Orders.in(text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Which set of products sells best?", "Who updated it?", "去过哪里"})
  void questions_areNoOrders(String text) {
    assertThat(Orders.in(text)).isEmpty();
  }
}
