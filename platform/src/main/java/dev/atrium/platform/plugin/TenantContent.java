package dev.atrium.platform.plugin;

import dev.atrium.spi.Content;
import dev.atrium.spi.data.Data;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a tenant wrote for its scenarios. Keep one instance per tenant: plugins may cache by it.
 *
 * @param prompts the texts of {@code prompts/<name>.md} by name
 * @param intents examples by intent
 * @param synonyms groups of words that mean the same
 * @param data the sources that the tenant's scenarios may ask
 */
public record TenantContent(
    Map<String, String> prompts,
    Map<String, List<String>> intents,
    List<List<String>> synonyms,
    Data data)
    implements Content {
  public TenantContent {
    prompts = Map.copyOf(prompts);
    intents = Map.copyOf(intents);
    synonyms = List.copyOf(synonyms);
  }

  /** Of a tenant without data sources. */
  public TenantContent(
      Map<String, String> prompts, Map<String, List<String>> intents, List<List<String>> synonyms) {
    this(prompts, intents, synonyms, TurnData.NONE);
  }

  @Override
  public Optional<String> prompt(String name) {
    return Optional.ofNullable(prompts.get(name));
  }
}
