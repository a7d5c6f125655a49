package dev.atrium.plugins.customerservice;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a customer wants. */
enum Intent {
  GREETING,
  THANKS,
  GOODBYE,
  PERSON,
  COMPLAINT,
  SMALLTALK,
  QUESTION;

  /** The intent of a label in {@code intents.yaml}. */
  static Optional<Intent> of(String label) {
    return Stream.of(values())
        .filter(intent -> intent.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst();
  }
}
