package dev.atrium.platform.metering;

import dev.atrium.platform.inference.engine.TokenUsage;
import dev.atrium.platform.metering.LedgerEntry.Price;
import dev.atrium.platform.metering.LedgerEntry.Status;
import dev.atrium.platform.metering.LedgerEntry.Timing;
import dev.atrium.platform.tenancy.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Made-up ledger entries of every shape. */
final class LedgerEntries {
  private static final Price PRICE =
      new Price("USD", new BigDecimal("0.10"), new BigDecimal("0.02"), new BigDecimal("0.4000001"));
  private static final Instant START = Instant.parse("2026-11-20T10:00:00.123456Z");
  private final Random random;
  private long made;

  LedgerEntries(long seed) {
    this.random = new Random(seed);
  }

  List<LedgerEntry> of(TenantId tenant, int count) {
    var entries = new ArrayList<LedgerEntry>();
    for (int index = 0; index < count; index++) {
      entries.add(next(tenant));
    }
    return entries;
  }

  LedgerEntry next(TenantId tenant) {
    return keyed(tenant, Optional.empty());
  }

  LedgerEntry keyed(TenantId tenant, Optional<String> key) {
    var prompt = random.nextInt(4000);
    var tokens =
        new TokenUsage(prompt, prompt == 0 ? 0 : random.nextInt(prompt), random.nextInt(900));
    var status = Status.values()[random.nextInt(Status.values().length)];
    var arrived = START.plus(made++, ChronoUnit.MILLIS);
    return new LedgerEntry(
        "call_" + new UUID(random.nextLong(), random.nextLong()),
        tenant,
        "key_test",
        Optional.of("user '\"\\{}, 用户 " + random.nextInt(50)),
        random.nextBoolean() ? Optional.of("customer-service") : Optional.empty(),
        random.nextBoolean() ? Optional.of("customer-service@1.0.0") : Optional.empty(),
        random.nextInt(4) > 0 ? Optional.of("atrium-small@1") : Optional.empty(),
        Optional.empty(),
        status,
        status == Status.FAILED ? Optional.of("deadline") : Optional.empty(),
        tokens,
        random.nextInt(tokens.generated() + 1),
        new Timing(arrived, arrived.plusMillis(random.nextInt(9000)), random.nextInt(300), 17),
        PRICE,
        PRICE.cost(tokens),
        key,
        "",
        List.of());
  }
}
