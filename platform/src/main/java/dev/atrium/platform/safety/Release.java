package dev.atrium.platform.safety;

import java.util.List;

/**
 * What a stream filter lets go after a piece of text.
 *
 * @param text what may leave now, masked where an entry asks for it; often empty
 * @param tokens the tokens of the pieces that have now left entirely
 * @param findings what was found since the last release
 * @param blocked whether a blocked word has come: nothing more leaves this stream
 */
public record Release(String text, int tokens, List<Finding> findings, boolean blocked) {
  public Release {
    findings = List.copyOf(findings);
  }
}
