package dev.atrium.spi.catalogue;

import java.util.List;

/**
 * Something that can be recommended.
 *
 * @param id unique within the tenant's catalogue
 * @param categories widest first
 * @param description in words; may be empty
 * @param price in the tenant's currency
 * @param stock how many there are; 0 is never recommended
 * @param margin the share of the price that is earned, 0 to 1
 */
public record Item(
    String id,
    String title,
    List<String> categories,
    String description,
    double price,
    int stock,
    double margin) {
  public Item {
    categories = List.copyOf(categories);
  }
}
