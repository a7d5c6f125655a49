package dev.atrium.platform.allowance;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.Allowance.Period;
import java.time.Duration;
import java.time.Instant;

/** What a caller is told whose allowance is used up. */
final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(1);

  private Refusals() {}

  /** A budget (money, or anything per day or month) has no quota left; a limit is a rate. */
  static AtriumException exhausted(Lease lease) {
    var account = lease.account();
    var most = account.measure().amount(lease.most()).stripTrailingZeros().toPlainString();
    if (account.measure() == Measure.CONCURRENT) {
      return AtriumException.capacity(
          "rate_limit_exceeded",
          "%s calls run at a time, which is the limit of %s.".formatted(most, whose(account)),
          SOON);
    }
    return AtriumException.capacity(
        isBudget(account) ? "insufficient_quota" : "rate_limit_exceeded",
        "What is left of %s %s per %s for %s is less than this call may use. It is renewed at %s."
            .formatted(
                most,
                account.measure() == Measure.MONEY ? "units of money" : account.measure().word(),
                account.period().word(),
                whose(account),
                account.ends()),
        untilRenewal(account));
  }

  /** The call can never be admitted as it is. */
  static AtriumException tooLarge(Reservation.Part part) {
    var account = part.lease().account();
    var most = account.measure().amount(part.lease().most()).stripTrailingZeros().toPlainString();
    return AtriumException.capacity(
        isBudget(account) ? "insufficient_quota" : "rate_limit_exceeded",
        "This call may use more than the %s %s per %s of %s. Ask for fewer tokens with max_tokens."
            .formatted(
                most,
                account.measure() == Measure.MONEY ? "units of money" : account.measure().word(),
                account.period().word(),
                whose(account)),
        untilRenewal(account));
  }

  private static boolean isBudget(Account account) {
    return account.measure() == Measure.MONEY
        || (account.measure() == Measure.TOKENS
            && (account.period() == Period.DAY || account.period() == Period.MONTH));
  }

  private static Duration untilRenewal(Account account) {
    if (account.period() == Period.ALWAYS) {
      return SOON;
    }
    var left = Duration.between(Instant.now(), account.ends());
    return left.compareTo(SOON) < 0 ? SOON : left;
  }

  /** Names no end user: messages end in logs. */
  private static String whose(Account account) {
    if (account.subject().startsWith("user:")) {
      return "the end user";
    }
    return account.subject().startsWith("key:") ? "the API key" : "the tenant";
  }
}
