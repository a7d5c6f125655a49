package dev.atrium.platform.data.evaluation;

import dev.atrium.platform.data.OpenSource;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.data.query.SqlGuard;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Interpretation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Asks a database questions whose right queries are known, and compares the rows. */
public final class SqlEvaluation {
  private static final Pattern SORTS = Pattern.compile("\\border\\s+by\\b[^)]*$");
  private static final int MOST_ROWS = 10_000;

  private final ReadOnlyConnections connections;
  private final OpenSource source;
  private final SqlGuard guard;
  private final Consumer<Verdict> verdicts;
  private final List<Double> millis = new ArrayList<>();
  private int answerable;
  private int right;
  private int refused;
  private int rightlyRefused;
  private int unsafe;
  private int failed;
  private int unusable;

  /** What became of a question. */
  public record Verdict(AskedQuestion asked, String outcome, String sql) {}

  public SqlEvaluation(
      ReadOnlyConnections connections, OpenSource source, Consumer<Verdict> verdicts) {
    this.connections = connections;
    this.source = source;
    this.guard = new SqlGuard(source.schema());
    this.verdicts = verdicts;
  }

  public SqlReport run(List<AskedQuestion> questions) {
    for (var question : questions) {
      answerable += question.answerable() ? 1 : 0;
      ask(question);
    }
    var unanswerable = questions.size() - answerable;
    millis.sort(Double::compare);
    return new SqlReport(
        questions.size(),
        answerable,
        share(right, answerable),
        share(rightlyRefused, refused),
        share(rightlyRefused, unanswerable),
        unsafe,
        refused,
        failed,
        unusable,
        millis.stream().mapToDouble(Double::doubleValue).average().orElse(0),
        millis.isEmpty() ? 0 : millis.get((int) ((millis.size() - 1) * 0.99)));
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }

  private void ask(AskedQuestion question) {
    var start = System.nanoTime();
    var interpretation = source.interpret(question.question(), "en", Optional.empty());
    if (!(interpretation instanceof Interpretation.Planned planned)) {
      refused++;
      rightlyRefused += question.answerable() ? 0 : 1;
      verdicts.accept(new Verdict(question, "refused", interpretation.toString()));
      return;
    }
    var sql = source.sql(planned.plan());
    unsafe += admitted(sql) ? 0 : 1;
    try {
      var rows = source.run(planned.plan()).rows();
      millis.add((System.nanoTime() - start) / 1e6);
      compare(question, sql, rows);
    } catch (AtriumException failure) {
      failed++;
      verdicts.accept(new Verdict(question, "failed " + failure.code(), sql));
    }
  }

  private boolean admitted(String sql) {
    try {
      return !guard.admit(sql).isEmpty();
    } catch (AtriumException refusal) {
      verdicts.accept(
          new Verdict(new AskedQuestion("", List.of(), false), refusal.getMessage(), sql));
      return false;
    }
  }

  private void compare(AskedQuestion question, String sql, List<List<String>> rows) {
    if (!question.answerable()) {
      verdicts.accept(new Verdict(question, "answered", sql));
      return;
    }
    var ran = 0;
    for (var accepted : question.sql()) {
      var wanted = rows(accepted);
      ran += wanted.isPresent() ? 1 : 0;
      if (wanted.isPresent() && RowComparison.same(rows, wanted.get(), sorts(accepted))) {
        right++;
        verdicts.accept(new Verdict(question, "right", sql));
        return;
      }
    }
    unusable += ran == 0 ? 1 : 0;
    verdicts.accept(new Verdict(question, ran == 0 ? "unusable" : "wrong", sql));
  }

  private static boolean sorts(String sql) {
    return SORTS.matcher(sql.toLowerCase(Locale.ROOT)).find();
  }

  /** The rows of an accepted query, which runs as it is; empty if it does not run. */
  private Optional<List<List<String>>> rows(String sql) {
    try {
      return Optional.of(
          connections.lend(
              QueryLimits.USUAL,
              connection -> {
                try (var statement = connection.createStatement()) {
                  statement.setMaxRows(MOST_ROWS);
                  var found = statement.executeQuery(sql);
                  var rows = new ArrayList<List<String>>();
                  while (found.next()) {
                    var row = new ArrayList<String>();
                    for (int at = 1; at <= found.getMetaData().getColumnCount(); at++) {
                      var cell = found.getString(at);
                      row.add(cell == null ? "" : cell);
                    }
                    rows.add(row);
                  }
                  return rows;
                }
              }));
    } catch (AtriumException broken) {
      return Optional.empty();
    }
  }
}
