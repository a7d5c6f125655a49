package dev.atrium.platform.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowReaderTest {
  @Test
  void items_brokenRows_areNamedAndTheGoodOnesKept() {
    var read =
        RowReader.items(
            table(
                """
                id,title,price,categories,stock
                t1,Green tea,88,tea|green,12
                t2,,5,tea,1
                t3,Cup,cheap,teaware,1
                t4,Pot,-1,teaware,1
                t5,"Tray, large",120,,
                """));
    assertThat(read.good())
        .containsExactly(
            new Item("t1", "Green tea", List.of("tea", "green"), "", 88, 12, 0),
            new Item("t5", "Tray, large", List.of(), "", 120, 100, 0));
    assertThat(read.report().rejected()).isEqualTo(3);
    assertThat(read.report().problems())
        .extracting(ImportReport.Problem::row)
        .containsExactly(2, 3, 4);
    assertThat(read.report().problems())
        .extracting(ImportReport.Problem::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("title"),
            reason -> assertThat(reason).contains("price").contains("number"),
            reason -> assertThat(reason).contains("price").contains("range"));
  }

  @Test
  void events_timesInBothForms_areRead() {
    var read =
        RowReader.events(
            table(
                """
                user,item,kind,timestamp
                u1,t1,clicked,1700000000
                u1,t1,,2023-11-14T22:13:20Z
                u1,t1,stolen,1700000000
                u1,t1,bought,yesterday
                """));
    var at = Instant.ofEpochSecond(1_700_000_000);
    assertThat(read.good())
        .containsExactly(
            new Event("u1", "t1", Event.Kind.CLICKED, at),
            new Event("u1", "t1", Event.Kind.BOUGHT, at));
    assertThat(read.report().problems()).hasSize(2);
  }

  private static List<Map<String, String>> table(String csv) {
    return RowReader.table(csv.getBytes(StandardCharsets.UTF_8));
  }
}
