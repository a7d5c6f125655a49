package dev.atrium.platform.evaluation;

import dev.atrium.platform.csv.CsvReader;
import dev.atrium.platform.failure.AtriumException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Interactions of a file, in the order of time; of a user and an item, the first alone.
 *
 * @param rows oldest first
 * @param texts what is known of each item in words; empty without a file of items
 * @param broken rows that were left out, with the reason of the first
 */
public record InteractionTable(
    int users, int items, List<Row> rows, List<String> texts, List<String> broken) {

  /** One interaction; time in seconds since 1970. */
  public record Row(int user, int item, long time) {}

  /** Reads {@code user,item,rating,timestamp}, and what is known of the items if a file says it. */
  public static InteractionTable read(Path file, Optional<Path> itemFile) {
    return new Reading().read(file, itemFile);
  }

  private static final class Reading {
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<String, Integer> items = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    InteractionTable read(Path file, Optional<Path> itemFile) {
      try (var table = CsvReader.open(file)) {
        var user = table.column("user");
        var item = table.column("item");
        var time = table.column("timestamp");
        for (var row = table.next(); row.isPresent(); row = table.next()) {
          take(row.get(), user, item, time);
        }
      }
      if (rows.isEmpty()) {
        throw AtriumException.caller("no_interactions", "The file " + file + " has no good row.");
      }
      var texts = itemFile.map(this::texts).orElse(List.of());
      return new InteractionTable(users.size(), items.size(), ordered(), texts, broken);
    }

    private void take(CsvReader.Row row, int user, int item, int time) {
      var who = row.cell(user);
      var what = row.cell(item);
      var when = seconds(row.cell(time));
      if (who.isEmpty() || what.isEmpty() || when.isEmpty()) {
        broken.add("line " + row.line() + ": a row needs a user, an item and a time");
        return;
      }
      users.putIfAbsent(who, users.size());
      items.putIfAbsent(what, items.size());
      rows.add(new Row(users.get(who), items.get(what), when.get()));
    }

    /** Seconds since 1970, or a date with or without a time. */
    private static Optional<Long> seconds(String written) {
      try {
        if (!written.isEmpty()
            && written.chars().allMatch(it -> "0123456789.-+eE".indexOf(it) >= 0)
            && written.indexOf('-', 1) < 0) {
          return Optional.of((long) Double.parseDouble(written));
        }
        if (written.length() == "2026-11-23".length()) {
          return Optional.of(LocalDate.parse(written).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        }
        var iso = written.replace(' ', 'T');
        return Optional.of(
            iso.endsWith("Z")
                ? Instant.parse(iso).getEpochSecond()
                : LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC));
      } catch (DateTimeParseException | NumberFormatException unreadable) {
        return Optional.empty();
      }
    }

    private List<Row> ordered() {
      rows.sort(Comparator.comparingLong(Row::time));
      var seen = new HashSet<Long>();
      return rows.stream().filter(row -> seen.add((long) row.user() << 32 | row.item())).toList();
    }

    private List<String> texts(Path file) {
      var texts = new ArrayList<String>();
      items.forEach((name, place) -> texts.add(""));
      try (var table = CsvReader.open(file)) {
        var id = table.find("item", "id").orElseGet(() -> table.column("item"));
        for (var row = table.next(); row.isPresent(); row = table.next()) {
          var place = items.get(row.get().cell(id));
          if (place != null) {
            var cells = new ArrayList<>(row.get().cells());
            cells.remove((int) id);
            texts.set(place, String.join(" ", cells));
          }
        }
      }
      return texts;
    }
  }
}
