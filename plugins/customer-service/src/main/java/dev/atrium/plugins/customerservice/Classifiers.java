package dev.atrium.plugins.customerservice;

import dev.atrium.plugins.customerservice.intent.IntentTrainer;
import dev.atrium.plugins.customerservice.intent.TrainedIntents;
import dev.atrium.spi.intent.LabelledText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The classifiers of the tenants' examples, trained when first asked; thread-safe. */
final class Classifiers {
  private static final int MOST = 256;
  private static final long SEED = 1;

  /** A tenant without examples has only questions. */
  private static final List<LabelledText> NONE = List.of(new LabelledText("?", "question"));

  private final Map<Map<String, List<String>>, TrainedIntents> trained =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Map<String, List<String>>, TrainedIntents> eldest) {
          return size() > MOST;
        }
      };

  /** Learns from examples by label; unknown labels are left out. */
  private static TrainedIntents train(Map<String, List<String>> examples) {
    var known =
        examples.entrySet().stream()
            .filter(intent -> Intent.of(intent.getKey()).isPresent())
            .sorted(Map.Entry.comparingByKey())
            .flatMap(
                intent ->
                    intent.getValue().stream().map(text -> new LabelledText(text, intent.getKey())))
            .toList();
    return new IntentTrainer().learn(known.isEmpty() ? NONE : known, SEED);
  }

  /** The classifier of some examples; the same examples always give the same one. */
  synchronized TrainedIntents of(Map<String, List<String>> examples) {
    return trained.computeIfAbsent(examples, Classifiers::train);
  }
}
