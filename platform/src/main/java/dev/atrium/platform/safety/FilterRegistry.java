package dev.atrium.platform.safety;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The filter of each tenant. Fails closed: a tenant whose lexicon was never loaded, or could not
 * be, has no filter, and asking for it is an error. A reload swaps the compiled filter in one step;
 * streams under way end with the one they began with. A reload that fails leaves the filter that
 * was there, and tells the caller. Any thread; loading blocks for files and compiling.
 */
public final class FilterRegistry {
  private sealed interface State {
    record Ready(ContentFilter filter) implements State {}

    record Failed(String reason) implements State {}
  }

  private final Map<TenantId, State> states = new ConcurrentHashMap<>();

  /** The tenant's filter as of now. */
  public ContentFilter filter(TenantId tenant) {
    return switch (states.get(tenant)) {
      case State.Ready(var filter) -> filter;
      case State.Failed(var reason) ->
          throw AtriumException.outside(
              "content_filter_unavailable",
              "The content filter of tenant " + tenant + " could not be loaded: " + reason);
      case null ->
          throw AtriumException.outside(
              "content_filter_unavailable",
              "The content filter of tenant " + tenant + " has not been loaded.");
    };
  }

  /**
   * Loads or reloads a tenant's lexicon from a file or a folder.
   *
   * @throws AtriumException if it can't be read; a tenant without a filter is then refused service
   */
  public void load(TenantId tenant, Path lexicon) {
    load(tenant, () -> LexiconReader.read(lexicon));
  }

  /** Loads or reloads a tenant's lexicon; a tenant that filters nothing loads an empty one. */
  public void load(TenantId tenant, Supplier<Lexicon> lexicon) {
    try {
      put(tenant, ContentFilter.of(lexicon.get()));
    } catch (RuntimeException failure) {
      var known = AtriumException.from(failure);
      states.compute(
          tenant,
          (id, before) ->
              before instanceof State.Ready ? before : new State.Failed(known.getMessage()));
      throw known;
    }
  }

  /** Gives a tenant a compiled filter, for example one that several tenants share. */
  public void put(TenantId tenant, ContentFilter filter) {
    states.put(tenant, new State.Ready(filter));
  }

  /** Forgets a tenant; its calls are refused from now on. */
  public void remove(TenantId tenant) {
    states.remove(tenant);
  }
}
