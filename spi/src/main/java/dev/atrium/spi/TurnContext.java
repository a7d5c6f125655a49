package dev.atrium.spi;

import dev.atrium.spi.catalogue.Catalogue;
import dev.atrium.spi.data.Data;
import org.slf4j.Logger;

/** What this tenant lets this plugin use in this turn, and nothing else. */
public interface TurnContext {
  /** The tenant's id, for the plugin's own bookkeeping. */
  String tenant();

  /** The tenant's language as a two-letter code, {@code en} or {@code zh}. */
  String language();

  Models models();

  Knowledge knowledge();

  Data data();

  Conversation conversation();

  /** The tenant's items and what users did with them; empty if there are none. */
  Catalogue catalogue();

  Outcomes outcomes();

  Settings settings();

  Content content();

  /** The values that the operator keeps for the plugin. */
  default Secrets secrets() {
    throw new ScenarioException("There are no secrets here.");
  }

  /** Requests to the hosts that the operator grants. */
  default HttpOut http() {
    throw new ScenarioException("There is no way out by HTTP here.");
  }

  /** A log of this plugin and tenant. Never log what the end user wrote. */
  Logger log();
}
