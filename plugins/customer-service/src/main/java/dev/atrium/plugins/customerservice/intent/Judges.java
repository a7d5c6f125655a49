package dev.atrium.plugins.customerservice.intent;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Classifiers that see a text differently and decide together: one sees words and runs of
 * characters, one runs alone. The logarithms of their chances are averaged.
 */
final class Judges {
  private static final int ENOUGH_TO_DROP_RARE = 2000;
  private static final List<View> VIEWS =
      List.of(new View(false, 12, 0.5f), new View(true, 10, 0.4f));

  private final List<Member> members;
  private final List<BitSet> seen;
  private final int labels;

  /** How a member sees a text, and how long it learns. */
  private record View(boolean runsOnly, int rounds, float hidden) {}

  private record Member(Vocabulary vocabulary, SoftmaxRegression regression) {
    float[] scores(Dictionary.Text text) {
      return regression.scores(vocabulary.vector(text));
    }
  }

  /**
   * Examples to learn from.
   *
   * @param truth each text's label, from 0
   * @param intents labels below this are intents
   * @param labels all labels are below this
   */
  record Lesson(
      Dictionary dictionary, List<Dictionary.Text> texts, int[] truth, int intents, int labels) {}

  private Judges(List<Member> members, List<BitSet> seen, int labels) {
    this.members = members;
    this.seen = seen;
    this.labels = labels;
  }

  static Judges learn(Lesson lesson, long seed) {
    var members =
        IntStream.range(0, VIEWS.size())
            .parallel()
            .mapToObj(at -> member(VIEWS.get(at), lesson, seed + at))
            .toList();
    return new Judges(members, seen(lesson), lesson.labels());
  }

  private static Member member(View view, Lesson lesson, long seed) {
    var least = lesson.texts().size() >= ENOUGH_TO_DROP_RARE ? 2 : 1;
    var vocabulary = new Vocabulary(lesson.dictionary(), lesson.texts(), view.runsOnly(), least);
    var vectors = lesson.texts().stream().map(vocabulary::vector).toArray(SparseVector[]::new);
    var plan = new SoftmaxRegression.Plan(view.rounds(), view.hidden(), seed);
    var regression =
        SoftmaxRegression.learn(vectors, lesson.truth(), vocabulary.size(), lesson.labels(), plan);
    return new Member(vocabulary, regression);
  }

  private static List<BitSet> seen(Lesson lesson) {
    List<BitSet> seen = new ArrayList<>();
    for (var intent = 0; intent < lesson.intents(); intent++) {
      seen.add(new BitSet());
    }
    for (var at = 0; at < lesson.truth().length; at++) {
      if (lesson.truth()[at] < lesson.intents()) {
        IntStream.of(lesson.texts().get(at).telling()).forEach(seen.get(lesson.truth()[at])::set);
      }
    }
    return seen;
  }

  Judged judge(Dictionary.Text text) {
    var logarithms = new double[labels];
    var highest = 0.0;
    for (var member : members) {
      var scores = member.scores(text);
      highest += highest(scores) / members.size();
      SoftmaxRegression.softmax(scores);
      for (var label = 0; label < labels; label++) {
        logarithms[label] += Math.log(Math.max(scores[label], 1e-9)) / members.size();
      }
    }
    var best =
        IntStream.range(0, seen.size())
            .reduce((one, other) -> logarithms[one] >= logarithms[other] ? one : other)
            .orElse(0);
    return new Judged(logarithms, highest, best, text.familiarity(seen.get(best)));
  }

  private static double highest(float[] scores) {
    return IntStream.range(0, scores.length).mapToDouble(at -> scores[at]).max().orElse(0);
  }
}
