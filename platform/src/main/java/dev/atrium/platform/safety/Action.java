package dev.atrium.platform.safety;

import dev.atrium.platform.failure.AtriumException;
import java.util.Arrays;
import java.util.Locale;

/** What a match asks for, in rising order of force. */
public enum Action {
  /** Record it, change nothing. */
  FLAG,
  /** Replace it by asterisks. */
  MASK,
  /** Refuse the text, or end the stream before the match. */
  BLOCK;

  /** Reads an action as lexicon files spell it, in any case. */
  static Action of(String text, String where) {
    return Arrays.stream(values())
        .filter(action -> action.name().equals(text.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "invalid_lexicon",
                    where + ": the action must be block, mask or flag, not '" + text + "'."));
  }
}
