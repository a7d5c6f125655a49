package dev.atrium.platform.tenancy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tenant with all that it needs at run time.
 *
 * @param intents example utterances by intent
 * @param synonyms groups of words that the search treats as equal
 * @param prompts by file name, such as {@code answer.md}; in the order of the names
 * @param knowledge Markdown documents by file name; in the order of the names
 */
public record TenantPack(
    TenantDefinition definition,
    List<Intent> intents,
    List<List<String>> synonyms,
    Map<String, String> prompts,
    Map<String, String> knowledge) {
  public TenantPack {
    intents = List.copyOf(intents);
    synonyms = synonyms.stream().map(List::copyOf).toList();
    prompts = Collections.unmodifiableMap(new TreeMap<>(prompts));
    knowledge = Collections.unmodifiableMap(new TreeMap<>(knowledge));
  }

  /** The same tenant with another definition. */
  public TenantPack with(TenantDefinition other) {
    return new TenantPack(other, intents, synonyms, prompts, knowledge);
  }

  /** What a person may want, told by examples. */
  public record Intent(String name, List<String> examples) {
    public Intent {
      examples = List.copyOf(examples);
    }
  }
}
