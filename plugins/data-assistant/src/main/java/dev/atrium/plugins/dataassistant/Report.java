package dev.atrium.plugins.dataassistant;

import dev.atrium.spi.data.DataResult;
import java.util.List;
import java.util.stream.Collectors;

/** An answer as Markdown: the rows, a chart, how the question was read, and the SQL. */
record Report(DataResult result, List<String> assumptions) {
  private static final int SHOWN_ROWS = 50;

  String text(Phrases phrases) {
    var text = new StringBuilder();
    text.append(result.rows().isEmpty() ? phrases.noRows() : table()).append('\n');
    if (result.truncated() || result.rows().size() > SHOWN_ROWS) {
      text.append('\n').append(phrases.moreRows(shown())).append('\n');
    }
    Chart.of(result)
        .ifPresent(chart -> text.append("\n```vega-lite\n").append(chart).append("\n```\n"));
    text.append('\n').append(phrases.readAs(result.planInWords())).append('\n');
    if (!assumptions.isEmpty()) {
      text.append('\n').append(phrases.assumed(assumptions)).append('\n');
    }
    return text.append("\n```sql\n").append(result.sql()).append("\n```\n").toString();
  }

  private int shown() {
    return Math.min(SHOWN_ROWS, result.rows().size());
  }

  private String table() {
    var head = row(result.columns().stream().map(DataResult.Column::name).toList());
    var line =
        result.columns().stream().map(column -> " --- |").collect(Collectors.joining("", "|", ""));
    var rows = result.rows().stream().limit(SHOWN_ROWS).map(Report::row);
    return head + "\n" + line + "\n" + rows.collect(Collectors.joining("\n"));
  }

  private static String row(List<String> cells) {
    return cells.stream().map(Report::cell).collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** What stands in the data is shown as text and never as Markdown. */
  private static String cell(String value) {
    return value.replaceAll("\\s+", " ").replaceAll("([\\\\|`*_<>\\[\\]])", "\\\\$1");
  }
}
