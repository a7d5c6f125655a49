package dev.atrium.platform.node;

import dev.atrium.platform.admission.PriceList;
import dev.atrium.platform.admission.TenantTerms;
import dev.atrium.platform.data.TenantSources;
import dev.atrium.platform.data.tables.OwnTables;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.knowledge.KnowledgeDocument;
import dev.atrium.platform.knowledge.KnowledgeLoaded;
import dev.atrium.platform.knowledge.KnowledgeProfile;
import dev.atrium.platform.knowledge.LoadKnowledge;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.LedgerEntry.Price;
import dev.atrium.platform.moderation.Moderation;
import dev.atrium.platform.plugin.TenantContent;
import dev.atrium.platform.tenancy.TenantDefinition;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.TenantPack;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes a tenant ready to serve: reads its pack, indexes its knowledge, finds model and plugins.
 */
final class TermsFinder {
  private static final String MARKDOWN = ".md";

  private final TenantStore tenants;
  private final Mesh mesh;
  private final ModelCatalogue models;
  private final int contextTokens;
  private final Moderation moderation;
  private final OwnTables tables;

  TermsFinder(
      TenantStore tenants,
      Mesh mesh,
      ModelCatalogue models,
      int contextTokens,
      Moderation moderation,
      OwnTables tables) {
    this.tenants = tenants;
    this.mesh = mesh;
    this.models = models;
    this.contextTokens = contextTokens;
    this.moderation = moderation;
    this.tables = tables;
  }

  Future<TenantTerms> find(TenantId tenant) {
    return tenants
        .find(tenant)
        .compose(
            found ->
                found.map(this::prepare).orElseGet(() -> Future.failedFuture(unknown(tenant))));
  }

  private Future<TenantTerms> prepare(TenantPack pack) {
    return moderation
        .load(pack.definition().id())
        .compose(loaded -> mesh.ask(Addresses.KNOWLEDGE, knowledge(pack), KnowledgeLoaded.class))
        .compose(loaded -> tenants.suspended(pack.definition().id()))
        .map(suspended -> terms(pack, suspended));
  }

  private static LoadKnowledge knowledge(TenantPack pack) {
    var language = KnowledgeProfile.Language.of(pack.definition().language());
    return new LoadKnowledge(
        pack.definition().id(),
        new KnowledgeProfile(language, pack.synonyms()),
        pack.knowledge().entrySet().stream()
            .map(document -> new KnowledgeDocument(document.getKey(), document.getValue()))
            .toList());
  }

  private TenantTerms terms(TenantPack pack, boolean suspended) {
    var definition = pack.definition();
    return new TenantTerms(
        definition.id(),
        suspended,
        definition.name(),
        definition.language(),
        models.resolve(definition.model()),
        definition.aliases(),
        definition.limits().concurrentCalls(),
        definition.limits().queuedCalls(),
        contextTokens,
        prices(definition),
        definition.billing(),
        definition.allowances(),
        definition.scenarios().stream().map(this::scenario).toList(),
        content(pack));
  }

  private TenantTerms.Scenario scenario(TenantDefinition.Scenario scenario) {
    return new TenantTerms.Scenario(
        scenario.id(),
        scenario.name(),
        scenario.plugin(),
        scenario.settings().getOrDefault("greeting", ""),
        scenario.settings());
  }

  private static PriceList prices(TenantDefinition definition) {
    return new PriceList(
        price(definition.price()),
        definition.laterPrices().stream()
            .map(each -> new PriceList.Dated(each.from(), price(each.price())))
            .toList());
  }

  private static Price price(TenantDefinition.Price price) {
    return new Price(
        price.currency(),
        price.promptPerMillion(),
        price.cachedPerMillion(),
        price.generatedPerMillion());
  }

  private TenantContent content(TenantPack pack) {
    Map<String, String> prompts =
        pack.prompts().entrySet().stream()
            .collect(Collectors.toMap(prompt -> name(prompt.getKey()), Map.Entry::getValue));
    Map<String, List<String>> intents =
        pack.intents().stream()
            .collect(Collectors.toMap(TenantPack.Intent::name, TenantPack.Intent::examples));
    return new TenantContent(prompts, intents, pack.synonyms(), sources(pack));
  }

  private TenantSources sources(TenantPack pack) {
    return new TenantSources(
        pack.definition().scenarios().stream()
            .collect(
                Collectors.toMap(
                    TenantDefinition.Scenario::id, TenantDefinition.Scenario::settings)),
        pack.synonyms(),
        () -> tables.find(pack.definition().id()));
  }

  private static String name(String file) {
    return file.endsWith(MARKDOWN) ? file.substring(0, file.length() - MARKDOWN.length()) : file;
  }

  private static AtriumException unknown(TenantId tenant) {
    return AtriumException.caller("tenant_not_found", "There is no tenant '%s'.".formatted(tenant));
  }
}
