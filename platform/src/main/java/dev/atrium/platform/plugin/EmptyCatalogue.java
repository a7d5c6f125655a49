package dev.atrium.platform.plugin;

import dev.atrium.spi.catalogue.Catalogue;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import java.util.List;
import java.util.Optional;

/** The catalogue where there is none. */
record EmptyCatalogue(Optional<String> user) implements Catalogue {
  @Override
  public long version() {
    return 0;
  }

  @Override
  public List<Item> items() {
    return List.of();
  }

  @Override
  public List<Event> events() {
    return List.of();
  }

  @Override
  public void shown(List<String> items) {
    // Nothing can have been shown.
  }
}
