package dev.atrium.platform.gateway.contract;

import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a schema allows alternatives and none of them fits, each says what is wrong. A caller meant
 * one of them: probably the one that finds least wrong, types counting most.
 */
final class Alternatives {
  private static final Pattern ALTERNATIVE = Pattern.compile("\\.(?:anyOf|oneOf)\\[\\d+]");

  private Alternatives() {}

  /** The messages without those of alternatives that were not meant. */
  static List<ValidationMessage> meant(Collection<ValidationMessage> messages) {
    return meant(messages, 0);
  }

  /**
   * @param from where in the evaluation paths the messages begin to differ in their alternatives
   */
  private static List<ValidationMessage> meant(Collection<ValidationMessage> messages, int from) {
    var plain = new ArrayList<ValidationMessage>();
    var places = new LinkedHashMap<String, Map<String, List<ValidationMessage>>>();
    for (var message : messages) {
      var path = message.getEvaluationPath().toString();
      var found = ALTERNATIVE.matcher(path);
      if (found.find(from)) {
        places
            .computeIfAbsent(path.substring(0, found.start()), place -> new LinkedHashMap<>())
            .computeIfAbsent(path.substring(0, found.end()), branch -> new ArrayList<>())
            .add(message);
      } else {
        plain.add(message);
      }
    }
    var kept = new ArrayList<>(plain);
    for (var branches : places.values()) {
      var likeliest = branches.entrySet().stream().min(byWrongness()).orElseThrow();
      meant(likeliest.getValue(), likeliest.getKey().length()).stream()
          .filter(message -> plain.stream().noneMatch(known -> sameSpot(known, message)))
          .forEach(kept::add);
    }
    return kept;
  }

  private static Comparator<Map.Entry<String, List<ValidationMessage>>> byWrongness() {
    return Comparator.comparingLong(Alternatives::wrongTypes)
        .thenComparingInt(branch -> branch.getValue().size());
  }

  private static long wrongTypes(Map.Entry<String, List<ValidationMessage>> branch) {
    return branch.getValue().stream().filter(message -> message.getType().equals("type")).count();
  }

  private static boolean sameSpot(ValidationMessage known, ValidationMessage message) {
    return known.getInstanceLocation().equals(message.getInstanceLocation());
  }
}
