package dev.atrium.platform.cli;

import dev.atrium.platform.cli.evaluation.Figures;
import dev.atrium.platform.data.OpenSource;
import dev.atrium.platform.data.evaluation.AskedQuestion;
import dev.atrium.platform.data.evaluation.SqlEvaluation;
import dev.atrium.platform.data.layer.LayerYaml;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.database.DatabaseAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atrium eval sql}: how well questions about a database are answered or refused. */
@Command(
    name = "sql",
    description =
        "Drafts a semantic layer from a PostgreSQL database, asks it questions, and compares the"
            + " rows with those of accepted queries. Reads only.",
    mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
  @Option(
      names = "--database",
      required = true,
      description =
          "postgresql://user:password@host:port/database; with ?currentSchema=NAME that schema"
              + " alone.")
  private String database = "";

  @Option(
      names = "--questions",
      required = true,
      description =
          "One JSON object per line: question, sql (the accepted queries), answerable (true or"
              + " false).")
  private Path questions = Path.of("");

  @Option(names = "--json", description = "Writes the figures to this file.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--details",
      description = "Writes what became of each question to this file, tab-separated.")
  private Optional<Path> details = Optional.empty();

  @Option(
      names = "--layer",
      description = "Uses this semantic layer (YAML) instead of a drafted one.")
  private Optional<Path> layer = Optional.empty();

  @Option(
      names = "--write-layer",
      description = "Writes the drafted semantic layer to this file, to be edited.")
  private Optional<Path> writeLayer = Optional.empty();

  @Override
  public Integer call() throws IOException {
    var asked = AskedQuestion.read(questions);
    var address = DatabaseAddress.parse(database);
    var connections = new ReadOnlyConnections(address.jdbcUrl(), address.jdbcProperties());
    var source = open(connections, address);
    if (writeLayer.isPresent()) {
      Files.writeString(writeLayer.get(), LayerYaml.write(source.schema()));
    }
    try (var writer = details()) {
      var evaluation =
          new SqlEvaluation(
              connections,
              source,
              verdict ->
                  writer.printf(
                      "%s\t%s\t%s%n",
                      verdict.outcome(), verdict.asked().question(), verdict.sql()));
      var report = evaluation.run(asked);
      System.out.print(report.table());
      json.ifPresent(file -> Figures.write(file, report));
    }
    return 0;
  }

  private OpenSource open(ReadOnlyConnections connections, DatabaseAddress address) {
    var oneSchema = address.query().contains("currentSchema=");
    return layer.isPresent()
        ? OpenSource.open(connections, LayerYaml.read(layer.get()), QueryLimits.USUAL)
        : OpenSource.draft(connections, address.database(), oneSchema, QueryLimits.USUAL);
  }

  private PrintWriter details() throws IOException {
    return new PrintWriter(
        details.isPresent()
            ? Files.newBufferedWriter(details.get(), StandardCharsets.UTF_8)
            : Writer.nullWriter());
  }
}
