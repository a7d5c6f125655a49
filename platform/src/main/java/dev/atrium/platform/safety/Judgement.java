package dev.atrium.platform.safety;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a filter says of a text.
 *
 * @param findings in the order of their starts; none lies inside another of the same force
 * @param maskedText the text with every masked or blocked finding replaced by asterisks
 */
public record Judgement(List<Finding> findings, String maskedText) {
  public Judgement {
    findings = List.copyOf(findings);
  }

  /** The strongest action that a finding asks for; empty if the text is clean. */
  public Optional<Action> action() {
    return findings.stream()
        .map(finding -> finding.entry().action())
        .max(Comparator.naturalOrder());
  }
}
