package dev.atrium.spi;

import java.util.List;
import java.util.Map;

/** The conversation that a turn belongs to. */
public interface Conversation {
  String id();

  /** Earlier messages, oldest first, without the one to be answered. */
  List<Message> history();

  /** What earlier turns remembered. */
  Map<String, String> state();

  /** Remembers a value for later turns; kept when the turn ends well. */
  void remember(String key, String value);
}
