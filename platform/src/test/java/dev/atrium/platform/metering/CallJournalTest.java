package dev.atrium.platform.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.metering.CallJournal.Slot;
import dev.atrium.platform.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallJournalTest {
  private static final TenantId BANK = new TenantId("bank");
  @TempDir private Path folder;

  @Test
  void aProcessThatEndsInTheMidstOfCalls_leavesThemToTheNext() {
    var entries = new LedgerEntries(3);
    var journal = open();
    journal.clear();
    var open = new ArrayList<LedgerEntry>();
    for (int call = 0; call < 700; call++) {
      var entry = entries.next(BANK);
      var slot = journal.begin(entry);
      slot.generated(call);
      if (call % 3 == 0) {
        slot.end();
      } else {
        open.add(entry.cutOff(call));
      }
    }

    var next = open();

    assertThat(next.left()).containsExactlyInAnyOrderElementsOf(open);
    next.clear();
    assertThat(open().left()).isEmpty();
  }

  @Test
  void aSlotOfAnEndedCall_servesTheNext() {
    var entries = new LedgerEntries(4);
    var journal = open();
    journal.clear();
    Slot slot = journal.begin(entries.next(BANK));
    slot.generated(9);
    slot.end();
    var entry = entries.next(BANK);
    journal.begin(entry);
    assertThat(open().left()).isEqualTo(List.of(entry.cutOff(0)));
  }

  private CallJournal open() {
    return CallJournal.open(folder.resolve("open-calls"));
  }
}
