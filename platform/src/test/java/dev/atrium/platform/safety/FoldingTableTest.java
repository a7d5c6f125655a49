package dev.atrium.platform.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FoldingTableTest {
  @Test
  void theShippedTablesAreWhatIcuGives() throws IOException {
    try (var shipped = Folding.class.getResourceAsStream("folding.txt")) {
      assertThat(shipped).isNotNull();
      assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(FoldingTableMaker.make());
    }
  }
}
