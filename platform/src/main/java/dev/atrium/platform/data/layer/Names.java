package dev.atrium.platform.data.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Turns identifiers such as {@code custFName} into words such as {@code customer first name}. */
final class Names {
  private static final Pattern EDGES =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}])(?=[\\p{Lu}])|(?<=\\p{L})(?=\\p{N})");
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("num", "number"),
          Map.entry("nbr", "number"),
          Map.entry("qty", "quantity"),
          Map.entry("amt", "amount"),
          Map.entry("dept", "department"),
          Map.entry("addr", "address"),
          Map.entry("desc", "description"),
          Map.entry("descr", "description"),
          Map.entry("fname", "first name"),
          Map.entry("lname", "last name"),
          Map.entry("stuid", "student id"),
          Map.entry("stu", "student"),
          Map.entry("cust", "customer"),
          Map.entry("emp", "employee"),
          Map.entry("prod", "product"),
          Map.entry("dob", "date of birth"),
          Map.entry("tel", "telephone"),
          Map.entry("yr", "year"),
          Map.entry("avg", "average"),
          Map.entry("tx", "transaction"),
          Map.entry("txn", "transaction"),
          Map.entry("pct", "percent"),
          Map.entry("img", "image"),
          Map.entry("min", "minimum"),
          Map.entry("max", "maximum"),
          Map.entry("lat", "latitude"),
          Map.entry("lng", "longitude"),
          Map.entry("acc", "account"),
          Map.entry("org", "organization"),
          Map.entry("pop", "population"),
          Map.entry("apt", "apartment"),
          Map.entry("temp", "temperature"));
  private static final Set<String> COMMON =
      Set.of(
          "name",
          "id",
          "date",
          "code",
          "type",
          "number",
          "title",
          "address",
          "city",
          "year",
          "time",
          "first",
          "last",
          "start",
          "end",
          "price",
          "status",
          "country",
          "state",
          "phone",
          "email",
          "description",
          "location",
          "count",
          "total",
          "club",
          "student",
          "birth",
          "day",
          "age",
          "rank",
          "order",
          "customer",
          "product",
          "employee",
          "paper",
          "author",
          "journal",
          "venue",
          "course",
          "room",
          "bed",
          "base",
          "max",
          "min",
          "word",
          "key",
          "file");
  private static final int LONG_ENOUGH = 6;

  private final Set<String> vocabulary = new TreeSet<>(COMMON);

  /** Learns words of the schema's identifiers, which help to cut those written together. */
  void learn(String identifier) {
    for (var part : EDGES.split(identifier)) {
      var word = part.toLowerCase(Locale.ROOT);
      if (word.length() > 2) {
        vocabulary.add(word);
        vocabulary.add(singular(word));
      }
    }
  }

  /** The identifier in words, small letters, one blank between them. */
  String words(String identifier) {
    var words = new ArrayList<String>();
    for (var part : EDGES.split(identifier)) {
      if (!part.isEmpty()) {
        var word = part.toLowerCase(Locale.ROOT);
        words.add(SHORT.getOrDefault(word, cut(word)));
      }
    }
    return words.isEmpty() ? identifier : String.join(" ", words);
  }

  /** Cuts words that were written together, if all pieces are known: {@code clubname}. */
  private String cut(String word) {
    if (word.length() < LONG_ENOUGH) {
      return word;
    }
    for (int at = word.length() - 2; at >= 2; at--) {
      var head = word.substring(0, at);
      var tail = word.substring(at);
      if ((COMMON.contains(tail) || tail.equals("id"))
          && (vocabulary.contains(head) || SHORT.containsKey(head))) {
        return SHORT.getOrDefault(head, head) + " " + tail;
      }
    }
    return word;
  }

  /** A noun's singular by rule; good enough to compare two names. */
  static String singular(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    for (var ending : List.of("sses", "shes", "ches", "xes", "zes")) {
      if (word.endsWith(ending)) {
        return word.substring(0, word.length() - 2);
      }
    }
    var plural =
        word.length() > 3
            && word.endsWith("s")
            && !word.endsWith("ss")
            && !word.endsWith("us")
            && !word.endsWith("is");
    return plural ? word.substring(0, word.length() - 1) : word;
  }
}
