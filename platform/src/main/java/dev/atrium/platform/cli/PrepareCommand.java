package dev.atrium.platform.cli;

import dev.atrium.platform.config.SettingKey;
import dev.atrium.platform.config.SettingsLoader;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.files.FolderTree;
import dev.atrium.platform.node.AtriumNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code atrium prepare}: starts a node on a folder that is thrown away and asks it one question,
 * so that the database's programs and the inference natives are unpacked and the JVM can record the
 * classes that a start needs. The launcher's build calls it.
 */
@Command(
    name = "prepare",
    description = "Unpacks natives and warms the start-up cache; part of the build.",
    hidden = true)
final class PrepareCommand implements Callable<Integer> {
  private static final String QUESTION =
      """
      {"model": "default", "max_tokens": 4, "messages": [{"role": "user", "content": "Hello"}]}
      """;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("atrium-prepare");
    var flags = Map.of(SettingKey.PORT, "0", SettingKey.DATA_DIR, folder.toString());
    var settings = SettingsLoader.load(Atrium.installation(), flags, Optional.empty(), Map.of());
    try (var node = AtriumNode.start(settings)) {
      ask(node);
    } finally {
      FolderTree.delete(folder);
    }
    return 0;
  }

  private static void ask(AtriumNode node) throws IOException, InterruptedException {
    var key = node.report().tenants().getFirst().apiKey().orElseThrow();
    var request =
        HttpRequest.newBuilder(URI.create(node.report().url() + "/v1/chat/completions"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw AtriumException.outside(
            "prepare_failed", "The trial start answered " + response.statusCode() + ".");
      }
    }
  }
}
