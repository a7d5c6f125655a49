package dev.atrium.platform.allowance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.atrium.platform.tenancy.Allowance;
import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.Allowance.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * What an allowance counts within one period, for one subject of a tenant.
 *
 * @param subject {@code tenant}, {@code key:<id>} or {@code user:<name>}
 * @param begins the period's first moment; the epoch for {@link Period#ALWAYS}
 */
public record Account(String subject, Measure measure, Period period, Instant begins)
    implements Comparable<Account> {
  public static final String WHOLE_TENANT = "tenant";

  /** The order in which accounts are locked, everywhere. */
  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::subject)
          .thenComparing(Account::measure)
          .thenComparing(Account::period)
          .thenComparing(Account::begins);

  /** The account of a rule at a moment. */
  static Account of(Allowance rule, String subject, Instant now) {
    return new Account(subject, rule.what(), rule.per(), beginning(rule.per(), now));
  }

  static String key(String keyId) {
    return "key:" + keyId;
  }

  static String user(String name) {
    return "user:" + name;
  }

  /** When the period is over. */
  Instant ends() {
    var start = begins.atOffset(ZoneOffset.UTC);
    return switch (period) {
      case MINUTE -> start.plusMinutes(1).toInstant();
      case HOUR -> start.plusHours(1).toInstant();
      case DAY -> start.plusDays(1).toInstant();
      case MONTH -> start.plusMonths(1).toInstant();
      case ALWAYS -> Instant.MAX;
    };
  }

  /** What a call costs this account, in units of accounting. */
  public long charge(long tokens, BigDecimal cost) {
    return switch (measure) {
      case REQUESTS -> 1;
      case TOKENS -> tokens;
      case MONEY -> Measure.MONEY.units(cost);
      case CONCURRENT -> 0;
    };
  }

  /** Whether what was used before its allowance was set counts. */
  @JsonIgnore
  boolean countsThePast() {
    return (period == Period.DAY || period == Period.MONTH) && measure != Measure.CONCURRENT;
  }

  @Override
  public int compareTo(Account other) {
    return ORDER.compare(this, other);
  }

  private static Instant beginning(Period period, Instant now) {
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    return switch (period) {
      case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES).toInstant();
      case HOUR -> at.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> at.truncatedTo(ChronoUnit.DAYS).toInstant();
      case MONTH -> at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
      case ALWAYS -> Instant.EPOCH;
    };
  }
}
