package dev.atrium.plugins.customerservice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The classifiers of the tenants' examples, trained when first asked; thread-safe. */
final class Classifiers {
  private static final int MOST = 256;

  private final Map<Map<String, List<String>>, IntentClassifier> trained =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Map<String, List<String>>, IntentClassifier> eldest) {
          return size() > MOST;
        }
      };

  /** The classifier of some examples; the same examples always give the same one. */
  synchronized IntentClassifier of(Map<String, List<String>> examples) {
    return trained.computeIfAbsent(examples, IntentClassifier::train);
  }
}
