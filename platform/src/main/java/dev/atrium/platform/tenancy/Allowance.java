package dev.atrium.platform.tenancy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/**
 * A limit or a budget of a tenant: the most that may be used in a period.
 *
 * @param of whose use is counted; a key's or an end user's rule holds for each of them by itself
 * @param only the one key or end user that it is for, if not for all
 * @param most in units of the measure; money in the tenant's currency
 * @param alertPercent of {@code most} at which an alert is raised; 0 = none
 */
public record Allowance(
    Subject of,
    Optional<String> only,
    Measure what,
    Period per,
    BigDecimal most,
    int alertPercent) {

  /** Whose use is counted. */
  public enum Subject {
    TENANT,
    KEY,
    USER;

    /** As it is written in files and answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is counted. */
  public enum Measure {
    /** Calls that were admitted. */
    REQUESTS,
    /** Prompt and generated tokens. */
    TOKENS,
    /** The calls' cost. */
    MONEY,
    /** Calls that run at a time. */
    CONCURRENT;

    private static final int NANO_DIGITS = 9;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** An amount in whole units of accounting: billionths of the currency, else ones. */
    public long units(BigDecimal amount) {
      return amount
          .movePointRight(this == MONEY ? NANO_DIGITS : 0)
          .setScale(0, RoundingMode.CEILING)
          .longValueExact();
    }

    /** The amount that units of accounting stand for. */
    public BigDecimal amount(long units) {
      return BigDecimal.valueOf(units, this == MONEY ? NANO_DIGITS : 0);
    }
  }

  /** How long a count lasts; periods begin with the minute, hour, day or month in UTC. */
  public enum Period {
    MINUTE,
    HOUR,
    DAY,
    MONTH,
    /** No period: what is used is given back when the call ends. */
    ALWAYS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
