package dev.atrium.platform.administration;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.operations.SettingsMessages.ChangeSettings;
import dev.atrium.platform.operations.SettingsMessages.ScenarioSettings;
import dev.atrium.platform.operations.SettingsMessages.Schema;
import dev.atrium.platform.operations.SettingsMessages.SchemaQuestion;
import dev.atrium.platform.operations.SettingsMessages.SettingField;
import dev.atrium.platform.operations.SettingsMessages.SettingsQuestion;
import dev.atrium.platform.tenancy.TenantDefinition.Scenario;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.platform.tenancy.TenantPack;
import dev.atrium.platform.tenancy.store.TenantStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells and changes the settings of tenants' scenarios, as their plugins describe them. */
public final class SettingsActor extends Actor {
  /** What the console says first, whatever the plugin. */
  private static final SettingField GREETING =
      new SettingField(
          "greeting", "text", "", "What the console says first", List.of(), Optional.empty());

  private final Mesh mesh;
  private final TenantStore tenants;
  private final Administration administration;

  public SettingsActor(Mesh mesh, TenantStore tenants, Administration administration) {
    super(Addresses.SETTINGS);
    this.mesh = mesh;
    this.tenants = tenants;
    this.administration = administration;
    on(SettingsQuestion.class, this::tell);
    on(ChangeSettings.class, this::change);
  }

  private Future<ScenarioSettings> tell(SettingsQuestion question) {
    return scenario(question.tenant(), question.scenario())
        .compose(
            found ->
                schema(question.tenant(), found.plugin(), Map.of())
                    .map(schema -> settings(found, schema)));
  }

  private Future<ScenarioSettings> change(ChangeSettings change) {
    return scenario(change.tenant(), change.scenario())
        .compose(
            found ->
                schema(change.tenant(), found.plugin(), change.values())
                    .compose(schema -> checked(settings(found, schema), schema, change.values()))
                    .compose(
                        known ->
                            administration.configure(
                                change.actor(),
                                new TenantId(change.tenant()),
                                change.scenario(),
                                merged(found, known, change.values()))))
        .compose(changed -> tell(new SettingsQuestion(change.tenant(), change.scenario())));
  }

  private Future<Scenario> scenario(String tenant, String scenario) {
    return tenants
        .find(new TenantId(tenant))
        .map(
            pack ->
                pack.map(TenantPack::definition)
                    .flatMap(definition -> definition.scenario(scenario))
                    .orElseThrow(
                        () ->
                            AtriumException.caller(
                                "scenario_not_found",
                                "There is no scenario '%s' here. GET /v1/scenarios lists them."
                                    .formatted(scenario))));
  }

  private Future<Schema> schema(String tenant, String plugin, Map<String, String> values) {
    return mesh.ask(Addresses.PLUGINS, new SchemaQuestion(tenant, plugin, values), Schema.class);
  }

  /** What the plugin describes, and the greeting. What the host reads is the operator's. */
  private static ScenarioSettings settings(Scenario scenario, Schema schema) {
    var fields =
        described(schema).stream()
            .map(field -> field.with(Optional.ofNullable(scenario.settings().get(field.name()))))
            .toList();
    return new ScenarioSettings(scenario.id(), scenario.plugin(), fields);
  }

  /** The new values, and those of the scenario that are the operator's. */
  private static Map<String, String> merged(
      Scenario scenario, ScenarioSettings known, Map<String, String> values) {
    var all = new HashMap<>(scenario.settings());
    known.settings().forEach(field -> all.remove(field.name()));
    all.putAll(values);
    return all;
  }

  private static List<SettingField> described(Schema schema) {
    var fields = new ArrayList<>(schema.fields());
    if (fields.stream().noneMatch(field -> field.name().equals(GREETING.name()))) {
      fields.addFirst(GREETING);
    }
    return fields;
  }

  private static Future<ScenarioSettings> checked(
      ScenarioSettings known, Schema schema, Map<String, String> values) {
    var names = known.settings().stream().map(SettingField::name).collect(Collectors.toSet());
    var problems = new ArrayList<>(schema.problems());
    for (var name : new TreeSet<>(values.keySet())) {
      if (!names.contains(name)) {
        problems.add(
            "There is no setting '%s'; there are %s."
                .formatted(name, String.join(", ", new TreeSet<>(names))));
      }
    }
    return problems.isEmpty()
        ? Future.succeededFuture(known)
        : Future.failedFuture(
            AtriumException.caller("invalid_settings", String.join(" ", problems)));
  }
}
