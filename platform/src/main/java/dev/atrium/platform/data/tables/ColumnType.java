package dev.atrium.platform.data.tables;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the cells of a column hold; the narrowest comes first. */
enum ColumnType {
  INTEGER("bigint", "a whole number") {
    @Override
    boolean fits(String cell) {
      return WHOLE.matcher(cell).matches();
    }
  },
  NUMBER("numeric", "a number") {
    @Override
    boolean fits(String cell) {
      return DECIMAL.matcher(cell).matches();
    }
  },
  TRUTH("boolean", "true or false") {
    @Override
    boolean fits(String cell) {
      return TRUTHS.contains(cell.toLowerCase(Locale.ROOT));
    }
  },
  DATE("date", "a date such as 2026-11-23") {
    @Override
    boolean fits(String cell) {
      return parses(() -> LocalDate.parse(cell));
    }
  },
  TIME("timestamp", "a time such as 2026-11-23T08:00:00") {
    @Override
    boolean fits(String cell) {
      var iso = cell.replace(' ', 'T');
      return parses(() -> LocalDateTime.parse(iso)) || parses(() -> OffsetDateTime.parse(iso));
    }
  },
  TEXT("text", "text") {
    @Override
    boolean fits(String cell) {
      return true;
    }
  };

  /** A number that begins with zeros is a code. */
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");

  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9]\\d{0,29})?(\\.\\d{1,30})?([eE][-+]?\\d{1,2})?(?<=\\d)");
  private static final List<String> TRUTHS = List.of("true", "false");

  private final String sql;
  private final String words;

  ColumnType(String sql, String words) {
    this.sql = sql;
    this.words = words;
  }

  abstract boolean fits(String cell);

  /** The type's name in PostgreSQL. */
  String sql() {
    return sql;
  }

  /** The type in plain words. */
  String words() {
    return words;
  }

  private interface Parser {
    Object parse();
  }

  private static boolean parses(Parser parser) {
    try {
      return parser.parse() != null;
    } catch (DateTimeException unreadable) {
      return false;
    }
  }
}
