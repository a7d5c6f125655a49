package dev.atrium.platform.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AhoCorasickTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("atrium.shared", "../../shared"))
          .resolve("data/aho-corasick-vectors/aho-corasick-vectors.json");

  @Test
  void findsEveryOverlappingMatchOfTheReferenceVectors() throws IOException {
    assumeTrue(Files.exists(VECTORS), "the Aho-Corasick vectors are not in ../shared/data");
    var groups = new ObjectMapper().readTree(Files.readAllBytes(VECTORS)).get("groups");
    int checked = 0;
    for (var name : List.of("BASICS", "OVERLAPPING")) {
      for (var vector : groups.get(name)) {
        if (!patterns(vector).contains("")) {
          assertThat(matches(patterns(vector), vector.get("haystack").asText()))
              .as(name + " " + vector.get("name"))
              .isEqualTo(expected(vector, name));
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(20);
  }

  @Test
  void findsWhatSearchingEachPatternFinds() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      int letters = 1 + random.nextInt(4);
      var patterns = new ArrayList<String>();
      for (int i = 1 + random.nextInt(12); i > 0; i--) {
        patterns.add(word(random, letters, 1 + random.nextInt(5)));
      }
      var text = word(random, letters, random.nextInt(60));
      assertThat(matches(patterns, text)).isEqualTo(search(patterns, text));
    }
  }

  private static List<String> patterns(JsonNode vector) {
    var patterns = new ArrayList<String>();
    vector.get("patterns").forEach(pattern -> patterns.add(pattern.asText()));
    return patterns;
  }

  /** The vectors of BASICS hold for every semantics only where no match overlaps another. */
  private static TreeSet<String> expected(JsonNode vector, String group) {
    var expected = new TreeSet<String>();
    vector.get("matches").forEach(m -> expected.add(m.get(0) + " " + m.get(1) + " " + m.get(2)));
    return group.equals("BASICS")
        ? search(patterns(vector), vector.get("haystack").asText())
        : expected;
  }

  private static String word(SplittableRandom random, int letters, int length) {
    return random
        .ints(length, 'a', 'a' + letters)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static TreeSet<String> search(List<String> patterns, String text) {
    var found = new TreeSet<String>();
    for (int i = 0; i < patterns.size(); i++) {
      int at = text.indexOf(patterns.get(i));
      while (at >= 0) {
        found.add(i + " " + at + " " + (at + patterns.get(i).length()));
        at = text.indexOf(patterns.get(i), at + 1);
      }
    }
    return found;
  }

  private static TreeSet<String> matches(List<String> patterns, String text) {
    var symbols = patterns.stream().map(AhoCorasickTest::symbols).toArray(int[][]::new);
    var automaton = AhoCorasick.of(symbols);
    var found = new TreeSet<String>();
    int state = AhoCorasick.ROOT;
    int[] input = symbols(text);
    for (int i = 0; i < input.length; i++) {
      state = automaton.next(state, input[i]);
      for (int at = automaton.ending(state); at != AhoCorasick.ROOT; at = automaton.shorter(at)) {
        for (int p = automaton.pattern(at); p >= 0; p = automaton.samePattern(p)) {
          found.add(p + " " + (i + 1 - symbols[p].length) + " " + (i + 1));
        }
      }
    }
    return found;
  }

  private static int[] symbols(String text) {
    return Stream.of(text)
        .flatMapToInt(
            t ->
                java.util.stream.IntStream.range(0, t.getBytes(StandardCharsets.UTF_8).length)
                    .map(i -> 1 + (t.getBytes(StandardCharsets.UTF_8)[i] & 0xFF)))
        .toArray();
  }
}
