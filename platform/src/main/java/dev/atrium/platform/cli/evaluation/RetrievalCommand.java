package dev.atrium.platform.cli.evaluation;

import dev.atrium.platform.evaluation.JsonLines;
import dev.atrium.platform.evaluation.RetrievalEvaluation;
import dev.atrium.platform.files.FolderTree;
import dev.atrium.platform.knowledge.KnowledgeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atrium eval retrieval}: how well the knowledge search finds passages. */
@Command(
    name = "retrieval",
    description =
        "Indexes passages as a tenant's knowledge, asks every question and counts where the"
            + " relevant passages stand.",
    mixinStandardHelpOptions = true)
public final class RetrievalCommand implements Callable<Integer> {
  @Option(
      names = "--passages",
      required = true,
      description = "JSON lines {\"id\", \"text\"}; .gz allowed.")
  private Path passages = Path.of("");

  @Option(
      names = "--questions",
      required = true,
      description = "JSON lines {\"text\", \"relevant\": [id, ...]}; .gz allowed.")
  private Path questions = Path.of("");

  @Option(names = "--json", description = "Writes the figures to this file.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--language",
      description = "en or zh (default: found by the passages' characters).")
  private Optional<String> language = Optional.empty();

  @Override
  public Integer call() throws IOException {
    var folder = Files.createTempDirectory("atrium-retrieval");
    try {
      var evaluation = new RetrievalEvaluation(folder, language.map(KnowledgeProfile.Language::of));
      var figures = evaluation.run(JsonLines.passages(passages), JsonLines.questions(questions));
      System.out.print(figures.table());
      json.ifPresent(file -> Figures.write(file, figures));
      return 0;
    } finally {
      FolderTree.delete(folder);
    }
  }
}
