package dev.atrium.spi.data;

import java.util.List;
import java.util.Optional;

/** The data that the tenant lets its scenarios ask. */
public interface Data {
  /** The names of the tenant's sources; empty if it has none. */
  List<String> sources();

  /** A source by its name; blocks while it is opened for the first time. */
  Optional<DataSource> source(String name) throws InterruptedException;
}
