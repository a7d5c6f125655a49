package dev.atrium.platform.evaluation;

import dev.atrium.platform.csv.CsvReader;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.intent.LabelledText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads tables with the columns {@code text} and {@code label}. */
public final class LabelledTexts {
  private static final Set<String> OUT_OF_SCOPE = Set.of("oos", "out_of_scope", "out of scope");

  private LabelledTexts() {}

  /** Reads a table; a row without a text or a label fails it with a sentence. */
  public static List<LabelledText> read(Path file) {
    try (var table = CsvReader.open(file)) {
      var text = table.column("text");
      var label = table.find("label", "category", "intent").orElseGet(() -> table.column("label"));
      var texts = new ArrayList<LabelledText>();
      for (var row = table.next(); row.isPresent(); row = table.next()) {
        var cells = row.get();
        if (cells.cell(text).isEmpty() || cells.cell(label).isEmpty()) {
          throw AtriumException.caller(
              "row_incomplete",
              "%s, line %d: a row needs a text and a label.".formatted(file, cells.line()));
        }
        texts.add(new LabelledText(cells.cell(text), label(cells.cell(label))));
      }
      return texts;
    }
  }

  private static String label(String written) {
    return OUT_OF_SCOPE.contains(written.toLowerCase(Locale.ROOT)) ? "oos" : written;
  }
}
