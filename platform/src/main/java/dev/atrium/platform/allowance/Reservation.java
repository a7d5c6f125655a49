package dev.atrium.platform.allowance;

import java.util.List;

/**
 * What a {@link Purse} set apart for a call.
 *
 * @param standings of the allowances that the call falls under, after it was admitted
 */
public record Reservation(List<Part> parts, List<Standing> standings) {
  static final Reservation NONE = new Reservation(List.of(), List.of());

  /** What was set apart on one account. */
  record Part(Lease lease, long amount) {}

  /** The accounts that the call's use is charged to. */
  public List<Account> accounts() {
    return parts.stream().map(part -> part.lease().account()).toList();
  }
}
