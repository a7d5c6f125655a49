package dev.atrium.platform.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final TenantId BANK = new TenantId("bank");
  private final LedgerEntries entries = new LedgerEntries(7);

  @TempDir private Path folder;

  @Test
  void oldest_afterARestart_isWhatWasAppended() throws IOException {
    var first = entries.of(BANK, 3);
    var second = List.of(entries.keyed(BANK, Optional.of("order-1")));
    try (var spool = new Spool(folder)) {
      assertThat(spool.oldest()).isEmpty();
      spool.append(first);
      spool.append(second);
    }
    try (var spool = new Spool(folder)) {
      var batch = spool.oldest().orElseThrow();
      assertThat(batch.entries())
          .hasSize(4)
          .startsWith(first.getFirst())
          .endsWith(second.getFirst());
      spool.remove(batch);
      assertThat(spool.oldest()).isEmpty();
    }
  }

  @Test
  void append_whileABatchIsOut_goesToAnotherFile() throws IOException {
    try (var spool = new Spool(folder)) {
      spool.append(entries.of(BANK, 1));
      var out = spool.oldest().orElseThrow();
      var later = entries.of(BANK, 2);
      spool.append(later);
      spool.remove(out);
      assertThat(spool.oldest().orElseThrow().entries()).isEqualTo(later);
    }
  }

  @Test
  void tornEnd_atAnyLength_losesTheTornEntryAlone() throws IOException {
    var whole = entries.of(BANK, 2);
    var torn = entries.of(BANK, 1);
    try (var spool = new Spool(folder)) {
      spool.append(whole);
    }
    var file = folder.resolve("000001.spool");
    var kept = Files.size(file);
    try (var spool = new Spool(folder.resolve("other"))) {
      spool.append(torn);
    }
    var bytes = Files.readAllBytes(folder.resolve("other/000001.spool"));
    for (int length = 0; length < bytes.length; length += 1 + length / 8) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(kept);
        channel.write(ByteBuffer.wrap(bytes, 0, length), kept);
      }
      assertThat(new Spool(folder).oldest().orElseThrow().entries()).isEqualTo(whole);
    }
  }

  @Test
  void append_afterATornEnd_isNotLost() throws IOException {
    try (var spool = new Spool(folder)) {
      spool.append(entries.of(BANK, 1));
    }
    Files.writeString(
        folder.resolve("000001.spool"), "12345678 {\"callId\":\"ca", StandardOpenOption.APPEND);
    var later = entries.of(BANK, 1);
    try (var spool = new Spool(folder)) {
      spool.append(later);
      assertThat(spool.all()).hasSize(2).endsWith(later.getFirst());
    }
  }

  @Test
  void setAside_neverComesBack() throws IOException {
    try (var spool = new Spool(folder)) {
      spool.setAside(entries.of(BANK, 2));
      assertThat(spool.oldest()).isEmpty();
      assertThat(Files.readAllLines(folder.resolve("refused.jsonl"))).hasSize(2);
    }
  }
}
