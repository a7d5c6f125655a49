package dev.atrium.spi.contract;

import dev.atrium.spi.catalogue.Catalogue;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A catalogue that a test gives; keeps what was shown. */
public final class ScriptedCatalogue implements Catalogue {
  private final Optional<String> user;
  private final List<Item> items;
  private final List<Event> events;
  private final List<String> shown = new ArrayList<>();

  public ScriptedCatalogue(Optional<String> user, List<Item> items, List<Event> events) {
    this.user = user;
    this.items = List.copyOf(items);
    this.events = List.copyOf(events);
  }

  @Override
  public long version() {
    return items.hashCode() * 31L + events.hashCode();
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public List<Event> events() {
    return events;
  }

  @Override
  public Optional<String> user() {
    return user;
  }

  @Override
  public synchronized void shown(List<String> ids) {
    shown.addAll(ids);
  }

  /** The items shown, in order. */
  public synchronized List<String> allShown() {
    return List.copyOf(shown);
  }
}
