package dev.atrium.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsoleFilesTest {
  private static final long MOST_LINES = 150;
  private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  @Test
  void nothingNamesAnotherHost() {
    assertThat(ConsoleFiles.texts(".js", ".css", ".html", ".svg"))
        .isNotEmpty()
        .allSatisfy(
            (file, text) ->
                assertThat(text.replace(SVG_NAMESPACE, "")).as(file).doesNotContain("://"));
  }

  @Test
  void onlyTheTemplateTagWritesMarkup() {
    var doors = List.of("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    assertThat(ConsoleFiles.texts(".js"))
        .allSatisfy(
            (file, text) -> {
              if (!file.equals("lib/html.js")) {
                assertThat(text).as(file).doesNotContain(doors);
              }
            });
  }

  @Test
  void filesStaySmall() {
    assertThat(ConsoleFiles.texts(".js", ".html"))
        .allSatisfy(
            (file, text) ->
                assertThat(text.lines().count()).as(file).isLessThanOrEqualTo(MOST_LINES));
  }

  @Test
  void componentsNameColoursByTokenOnly() {
    assertThat(ConsoleFiles.texts(".css"))
        .allSatisfy(
            (file, text) -> {
              if (!file.equals("styles/tokens.css")) {
                assertThat(text).as(file).doesNotContainPattern("#[0-9a-f]{3,8}\\b");
              }
            });
  }

  @Test
  void everyStyleSheetIsImported() {
    var files = ConsoleFiles.texts(".css");
    var index = files.get("styles/index.css");
    assertThat(files.keySet())
        .allSatisfy(
            file ->
                assertThat(file.equals("styles/index.css") || imports(index, file))
                    .as(file)
                    .isTrue());
  }

  private static boolean imports(String index, String file) {
    var relative = file.startsWith("styles/") ? file.substring("styles/".length()) : "../" + file;
    return index.contains("@import \"" + relative + "\";");
  }
}
