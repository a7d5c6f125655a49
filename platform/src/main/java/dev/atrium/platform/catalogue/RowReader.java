package dev.atrium.platform.catalogue;

import dev.atrium.platform.csv.CsvReader;
import dev.atrium.spi.catalogue.Event;
import dev.atrium.spi.catalogue.Item;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads rows into items and events. Items: {@code id}, {@code title}, {@code price}, and if known
 * {@code categories} (separated by |), {@code description}, {@code stock} (100), {@code margin}
 * (0). Events: {@code user}, {@code item}, {@code timestamp} (seconds since 1970 or ISO 8601), and
 * if known {@code kind} (bought).
 */
public final class RowReader {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 10_000;
  private static final int MOST_PROBLEMS = 100;
  private static final String USUAL_STOCK = "100";

  private RowReader() {}

  /** Rows that could be read, and what is wrong with the others. */
  public record Read<T>(List<T> good, int rejected, List<ImportReport.Problem> problems) {
    ImportReport report() {
      return new ImportReport(good.size(), rejected, problems);
    }
  }

  /** The rows of a CSV table by column. */
  public static List<Map<String, String>> table(byte[] csv) {
    try (var table = CsvReader.of(csv)) {
      var rows = new ArrayList<Map<String, String>>();
      for (var row = table.next(); row.isPresent(); row = table.next()) {
        var cells = new HashMap<String, String>();
        for (var column = 0; column < table.columns().size(); column++) {
          cells.put(table.columns().get(column), row.get().cell(column));
        }
        rows.add(cells);
      }
      return rows;
    }
  }

  static Read<Item> items(List<Map<String, String>> rows) {
    return read(rows, RowReader::item);
  }

  static Read<Event> events(List<Map<String, String>> rows) {
    return read(rows, RowReader::event);
  }

  private interface RowParser<T> {
    /**
     * @throws IllegalArgumentException with a sentence
     */
    T parse(Map<String, String> row);
  }

  private static <T> Read<T> read(List<Map<String, String>> rows, RowParser<T> parser) {
    var good = new ArrayList<T>();
    var problems = new ArrayList<ImportReport.Problem>();
    for (var at = 0; at < rows.size(); at++) {
      try {
        good.add(parser.parse(rows.get(at)));
      } catch (IllegalArgumentException broken) {
        problems.add(new ImportReport.Problem(at + 1, String.valueOf(broken.getMessage())));
      }
    }
    return new Read<>(good, problems.size(), problems.stream().limit(MOST_PROBLEMS).toList());
  }

  private static Item item(Map<String, String> row) {
    return new Item(
        name(row, "id", "item"),
        name(row, "title", "name"),
        Stream.of(text(row, "categories", "category").split("[|›>]"))
            .map(String::strip)
            .filter(category -> !category.isEmpty())
            .toList(),
        text(row, "description", "text"),
        number(row, "price", "", 0, 1e12),
        (int) number(row, "stock", USUAL_STOCK, 0, Integer.MAX_VALUE),
        number(row, "margin", "0", -10, 1));
  }

  private static Event event(Map<String, String> row) {
    return new Event(
        name(row, "user"), name(row, "item"), kind(text(row, "kind", "type", "event")), time(row));
  }

  private static Event.Kind kind(String written) {
    if (written.isEmpty()) {
      return Event.Kind.BOUGHT;
    }
    try {
      return Event.Kind.valueOf(written.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "\"kind\" is none of shown, viewed, clicked, carted, bought, rated", unknown);
    }
  }

  private static Instant time(Map<String, String> row) {
    var written = text(row, "timestamp", "time", "at");
    try {
      return written.matches("\\d{1,12}(\\.\\d+)?")
          ? Instant.ofEpochMilli((long) (Double.parseDouble(written) * 1000))
          : OffsetDateTime.parse(written).toInstant();
    } catch (DateTimeException unreadable) {
      throw new IllegalArgumentException(
          "\"timestamp\" is neither seconds since 1970 nor a time such as 2026-11-23T08:00:00Z",
          unreadable);
    }
  }

  private static String text(Map<String, String> row, String... names) {
    for (var name : names) {
      var value = row.getOrDefault(name, "").strip().replace("\0", "");
      if (value.length() > LONGEST_TEXT) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is longer than " + LONGEST_TEXT + " characters");
      }
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static String name(Map<String, String> row, String... names) {
    var value = text(row, names);
    if (value.isEmpty() || value.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "\"" + names[0] + "\" must have 1 to " + LONGEST_NAME + " characters");
    }
    return value;
  }

  private static double number(
      Map<String, String> row, String name, String usual, double least, double most) {
    var written = text(row, name);
    var value = written.isEmpty() ? usual : written;
    try {
      var number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException unreadable) {
      throw new IllegalArgumentException("\"" + name + "\" must be a number", unreadable);
    }
    throw new IllegalArgumentException("\"" + name + "\" is out of range");
  }
}
