package dev.atrium.platform.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void next_quotedCells_keepCommasLineEndsAndQuotes() {
    var rows = rows("\uFEFFText,Label\r\n\"a, \"\"b\"\"\nc\",x\r\n\nplain,y");
    assertThat(rows.stream().map(CsvReader.Row::cells))
        .containsExactly(List.of("a, \"b\"\nc", "x"), List.of("plain", "y"));
    assertThat(rows.stream().map(CsvReader.Row::line)).containsExactly(2L, 5L);
  }

  @Test
  void cell_shortRow_isEmpty() {
    assertThat(rows("a,b\n1").getFirst().cell(1)).isEmpty();
  }

  @Test
  void column_missing_saysWhatThereIs() {
    assertThatThrownBy(() -> table("one,two\n").column("text"))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("\"text\"")
        .hasMessageContaining("one, two");
  }

  @Test
  void of_notUtf8_isRefused() {
    assertThatThrownBy(() -> CsvReader.of(new byte[] {'a', '\n', (byte) 0xC3, 0x28}))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void next_quoteNeverClosed_isRefusedInsteadOfReadingForEver() {
    var table = table("text\n\"" + "x".repeat(2_000_000));
    assertThatThrownBy(table::next)
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("quote");
  }

  private static CsvReader table(String text) {
    return CsvReader.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<CsvReader.Row> rows(String text) {
    var table = table(text);
    var rows = new ArrayList<CsvReader.Row>();
    for (var row = table.next(); row.isPresent(); row = table.next()) {
      rows.add(row.get());
    }
    return rows;
  }
}
