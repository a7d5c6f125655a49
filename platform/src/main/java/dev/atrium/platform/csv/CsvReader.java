package dev.atrium.platform.csv;

import dev.atrium.platform.failure.AtriumException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads a table of comma-separated values with a header, row by row. Cells may be quoted and then
 * hold commas, line ends and doubled quotes. Column names are compared without case.
 */
public final class CsvReader implements AutoCloseable {
  private static final int MAX_CELL = 1 << 20;
  private static final int END = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private final List<String> columns;
  private final StringBuilder cell = new StringBuilder();
  private int next;
  private long line = 1;

  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param cells as many as it has, which may not be as many as there are columns
   */
  public record Row(long line, List<String> cells) {
    /** The cell of a column without blanks around it; empty if the row is shorter. */
    public String cell(int column) {
      return column < cells.size() ? cells.get(column).strip() : "";
    }
  }

  private CsvReader(Reader reader) throws IOException {
    this.reader = reader;
    this.next = reader.read();
    if (next == BYTE_ORDER_MARK) {
      next = reader.read();
    }
    this.columns =
        next()
            .map(header -> header.cells().stream().map(CsvReader::name).toList())
            .orElse(List.of());
  }

  /** Opens a file in UTF-8; {@code .gz} is unpacked. */
  public static CsvReader open(Path file) {
    try {
      var stream = Files.newInputStream(file);
      var plain = file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream;
      var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
      return new CsvReader(new BufferedReader(new InputStreamReader(plain, decoder), 1 << 16));
    } catch (IOException failure) {
      throw unreadable(file.toString(), failure);
    }
  }

  /** Reads a table that is held in memory. */
  public static CsvReader of(byte[] table) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(table));
      return new CsvReader(Reader.of(text));
    } catch (CharacterCodingException failure) {
      throw AtriumException.caller("csv_not_utf8", "The table is not encoded in UTF-8.");
    } catch (IOException failure) {
      throw unreadable("given", failure);
    }
  }

  /** The columns' names in lower case. */
  public List<String> columns() {
    return columns;
  }

  /** The place of the first column that has one of some names. */
  public Optional<Integer> find(String... names) {
    for (var name : names) {
      var at = columns.indexOf(name);
      if (at >= 0) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** The place of a column that must be there. */
  public int column(String name) {
    return find(name)
        .orElseThrow(
            () ->
                AtriumException.caller(
                    "csv_column_missing",
                    "The table has no column \""
                        + name
                        + "\"; it has: "
                        + String.join(", ", columns)
                        + "."));
  }

  /** The next row that is not blank. */
  public Optional<Row> next() {
    try {
      while (next != END) {
        var row = row();
        if (row.cells().size() > 1 || !row.cells().getFirst().isBlank()) {
          return Optional.of(row);
        }
      }
      return Optional.empty();
    } catch (IOException failure) {
      throw unreadable("given", failure);
    }
  }

  private Row row() throws IOException {
    var begin = line;
    var cells = new ArrayList<String>();
    do {
      cells.add(cell());
    } while (next == ',' && advance());
    if (next == '\r') {
      advance();
    }
    if (next == '\n') {
      advance();
      line++;
    }
    return new Row(begin, cells);
  }

  private String cell() throws IOException {
    cell.setLength(0);
    if (next == '"') {
      quoted();
    }
    while (next != ',' && next != '\n' && next != '\r' && next != END) {
      take();
    }
    return cell.toString();
  }

  private void quoted() throws IOException {
    advance();
    while (next != END) {
      if (next == '"') {
        advance();
        if (next != '"') {
          return;
        }
      }
      line += next == '\n' ? 1 : 0;
      take();
    }
  }

  private void take() throws IOException {
    if (cell.length() == MAX_CELL) {
      throw AtriumException.caller(
          "csv_cell_too_long",
          "A cell at line "
              + line
              + " is longer than "
              + MAX_CELL
              + " characters: is a quote"
              + " not closed?");
    }
    cell.append((char) next);
    advance();
  }

  private boolean advance() throws IOException {
    next = reader.read();
    return true;
  }

  private static String name(String header) {
    return header.strip().toLowerCase(Locale.ROOT);
  }

  private static AtriumException unreadable(String name, IOException failure) {
    return AtriumException.outside(
        "csv_unreadable",
        "The table " + name + " cannot be read: " + failure.getMessage() + ".",
        failure);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
