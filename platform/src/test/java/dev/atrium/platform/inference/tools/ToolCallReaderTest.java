package dev.atrium.platform.inference.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallReaderTest {
  private static final Set<String> NAMES = Set.of("weather", "time");
  private static final String QWEN =
      "Let me look.\n<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Kiel\"}}\n"
          + "</tool_call>\n<tool_call>\n{\"name\": \"time\", \"arguments\": {}}\n</tool_call>";

  @Test
  void wordsAndCallsOfQwenAreToldApart() {
    assertThat(read(QWEN, QWEN.length()))
        .containsExactly("text Let me look.\n", "weather {\"city\":\"Kiel\"}", "time {}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"weather\", \"parameters\": {\"city\": \"Kiel\"}}; {\"name\": \"time\"}",
        "<|python_tag|>{\"name\":\"weather\",\"parameters\":{\"city\":\"Kiel\"}}\n"
            + "{\"name\":\"time\"}",
        "[TOOL_CALLS]"
            + " [{\"name\":\"weather\",\"arguments\":{\"city\":\"Kiel\"}},{\"name\":\"time\"}]",
        "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Kiel\"}}</tool_call>"
            + "<tool_call>{\"type\":\"function\",\"function\":{\"name\":\"time\"}}</tool_call>"
      })
  void callsOfEveryFormAreFoundHoweverTheyArrive(String answer) {
    for (int size = 1; size <= answer.length(); size++) {
      assertThat(read(answer, size)).containsExactly("weather {\"city\":\"Kiel\"}", "time {}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Just words, a < b and <tool> things.",
        "{\"answer\": 42, \"list\": [1, 2]}",
        "{\"name\": \"Peter\", \"arguments\": {}}",
        "<tool_call>not json</tool_call> and more",
        "<tool_call>{\"name\": \"weather\"",
        "  leading space",
        "[1, 2]",
        "{\"name\": \"weather\", \"arguments\": {\"city\"",
        ""
      })
  void whatIsNoCallStaysText(String answer) {
    for (int size = 1; size <= Math.max(1, answer.length()); size++) {
      var said = String.join("", read(answer, size)).replace("text ", "");
      assertThat(said).isEqualTo(answer.replace("text ", ""));
    }
  }

  @Property(tries = 50)
  void everyTokenIsCountedOnce(@ForAll @IntRange(min = 1, max = 40) int size) {
    var reader = new ToolCallReader(NAMES);
    int sent = 0;
    int counted = 0;
    for (int at = 0; at < QWEN.length(); at += size) {
      sent++;
      counted += tokens(reader.offer(QWEN.substring(at, Math.min(QWEN.length(), at + size)), 1));
    }
    assertThat(counted + tokens(reader.finish())).isEqualTo(sent);
  }

  private static int tokens(List<ModelSays> said) {
    return said.stream().mapToInt(ModelSays::tokens).sum();
  }

  private static List<String> read(String answer, int size) {
    var reader = new ToolCallReader(NAMES);
    var said = new ArrayList<ModelSays>();
    for (int at = 0; at < answer.length(); at += size) {
      said.addAll(reader.offer(answer.substring(at, Math.min(answer.length(), at + size)), 1));
    }
    said.addAll(reader.finish());
    var words = new ArrayList<String>();
    for (var part : said) {
      switch (part) {
        case ModelSays.Call call -> words.add(call.name() + " " + call.arguments());
        case ModelSays.Text(var text, var tokens)
            when !words.isEmpty() && words.getLast().startsWith("text ") ->
            words.add(words.removeLast() + text);
        case ModelSays.Text(var text, var tokens) -> words.add("text " + text);
      }
    }
    return words.stream().filter(word -> !word.equals("text ")).collect(Collectors.toList());
  }
}
