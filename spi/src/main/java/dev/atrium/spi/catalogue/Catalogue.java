package dev.atrium.spi.catalogue;

import java.util.List;
import java.util.Optional;

/** The tenant's items and what its users did with them. Methods may block. */
public interface Catalogue {
  /** Another number as soon as items or events are others. */
  long version() throws InterruptedException;

  /** All items, by id. */
  List<Item> items() throws InterruptedException;

  /** What users did, oldest first; of very many, the newest. */
  List<Event> events() throws InterruptedException;

  /** Whom this turn is for; empty if the caller did not say. */
  Optional<String> user();

  /** Records that items were recommended to the turn's user; does nothing without one. */
  void shown(List<String> items) throws InterruptedException;
}
