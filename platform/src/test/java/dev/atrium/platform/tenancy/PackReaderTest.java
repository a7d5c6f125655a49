package dev.atrium.platform.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackReaderTest {
  private static final String GOOD =
      """
      id: acme
      name: Acme
      language: en
      model: default
      limits: {concurrentCalls: 4, queuedCalls: 0}
      price: {currency: EUR, promptPerMillion: 0.10, cachedPerMillion: 0, generatedPerMillion: 2}
      scenarios:
        - id: help
          plugin: customer-service
          settings: {greeting: Hello, threshold: 0.50, loud: true}
      """;

  @TempDir private Path tenants;

  @Test
  void readAll_shippedPacks_areRight() {
    var root = Path.of(System.getProperty("atrium.root", ".."));
    var packs = PackReader.readAll(root.resolve("tenants"));
    assertThat(packs)
        .extracting(pack -> pack.definition().id().value())
        .containsExactly("halden-trading", "harbor-bank", "yunlan-shop");
    assertThat(packs)
        .filteredOn(pack -> pack.definition().scenario("customer-service").isPresent())
        .hasSize(2)
        .allSatisfy(
            pack -> {
              assertThat(pack.intents()).isNotEmpty();
              assertThat(pack.synonyms()).isNotEmpty();
              assertThat(pack.prompts()).containsKey("answer.md");
              assertThat(pack.knowledge()).hasSizeGreaterThan(10);
            });
  }

  @Test
  void read_goodPack_keepsEveryValueExactly() throws IOException {
    var pack = PackReader.read(pack(GOOD));
    var definition = pack.definition();
    assertThat(definition.limits()).isEqualTo(new TenantDefinition.Limits(4, 0));
    assertThat(definition.price().promptPerMillion()).isEqualTo(new BigDecimal("0.10"));
    assertThat(definition.scenario("help").orElseThrow().settings())
        .containsEntry("threshold", "0.50")
        .containsEntry("loud", "true");
    assertThat(definition.scenario("help").orElseThrow().name()).isEqualTo("help");
    assertThat(definition.scenario("other")).isEmpty();
  }

  @Test
  void read_aliasesAndLaterPrices_keepsThem() throws IOException {
    var definition =
        PackReader.read(
                pack(
                    GOOD
                        + """
                        aliases: {fast: atrium-mini, tone: "atrium-mini:tone"}
                        prices:
                          - {from: 2027-01-01, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
                          - {from: 2027-07-01, promptPerMillion: 3, cachedPerMillion: 0, generatedPerMillion: 4}
                        """))
            .definition();
    assertThat(definition.aliases())
        .isEqualTo(Map.of("fast", "atrium-mini", "tone", "atrium-mini:tone"));
    assertThat(definition.laterPrices())
        .extracting(each -> each.from() + " " + each.price().promptPerMillion())
        .containsExactly("2027-01-01T00:00:00Z 1", "2027-07-01T00:00:00Z 3");
    assertThat(definition.laterPrices().getFirst().price().currency())
        .isEqualTo(definition.price().currency());
  }

  @Test
  void read_wrongAliasesAndPrices_areAllTold() throws IOException {
    var wrong =
        pack(
            GOOD
                + """
                aliases: {default: a, fast: b, faster: fast, "a b": c}
                prices:
                  - {from: 2027-07-01, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
                  - {from: 2027-01-01, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
                  - {from: soon, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
                  - {from: 2028-02-31, promptPerMillion: 1, cachedPerMillion: 0, generatedPerMillion: 2}
                """);
    assertThatThrownBy(() -> PackReader.read(wrong))
        .hasMessageContaining("aliases.default must")
        .hasMessageContaining("aliases.a b must")
        .hasMessageContaining("aliases.faster must name a model")
        .hasMessageContaining("prices[1].from must be later")
        .hasMessageContaining("prices[2].from must be a day")
        .hasMessageContaining("prices[3].from is no day");
  }

  @Test
  void read_scenarioWithAName_keepsIt() throws IOException {
    var named = GOOD.replace("- id: help", "- id: help\n    name: Help desk");
    assertThat(PackReader.read(pack(named)).definition().scenario("help").orElseThrow().name())
        .isEqualTo("Help desk");
  }

  @Test
  void read_manyMistakes_reportsThemAllWithFileAndKey() throws IOException {
    var folder =
        pack(
            """
            id: other
            language: english
            model: 7
            limits: {concurrentCalls: 0, queuedCalls: many, burst: 1}
            price: {currency: dollars, promptPerMillion: -1, generatedPerMillion: 2}
            scenarios:
              - {id: help, plugin: a, settings: {deep: {er: 1}}}
              - {id: help}
              - just text
            colour: red
            """);
    Files.writeString(
        folder.resolve("intents.yaml"), "intents: [{name: x, examples: [1]}, {nam: y}]");
    Files.writeString(folder.resolve("synonyms.yaml"), "synonyms: [[a, ''], b]");
    Files.createDirectories(folder.resolve("promts"));
    Files.createDirectories(folder.resolve("knowledge"));
    Files.write(folder.resolve("knowledge/bad.md"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("knowledge/notes.txt"), "text");

    var failure = catchThrowableOfType(AtriumException.class, () -> PackReader.readAll(tenants));

    var yaml = folder.resolve("tenant.yaml") + ": ";
    assertThat(failure.code()).isEqualTo("invalid_tenant_pack");
    assertThat(failure.getMessage().lines())
        .contains(
            yaml + "id must be the name of its folder, acme",
            yaml + "name is missing",
            yaml + "language must be two small letters, such as en",
            yaml + "model must be a text that is not empty",
            yaml + "limits.concurrentCalls must be a whole number from 1 to 100000",
            yaml + "limits.queuedCalls must be a whole number from 0 to 100000",
            yaml + "limits.burst is unknown here; known are concurrentCalls, queuedCalls, rules",
            yaml + "price.currency must be three capital letters, such as USD",
            yaml + "price.promptPerMillion must be a number that is not negative",
            yaml + "price.cachedPerMillion is missing",
            yaml + "scenarios[0].settings.deep must be a text, a number, true or false",
            yaml + "scenarios[1].id is the id of an earlier scenario",
            yaml + "scenarios[1].plugin is missing",
            yaml + "scenarios[2] must be a mapping of keys to values",
            yaml
                + "colour is unknown here; known are aliases, billing, budgets, id, language,"
                + " limits, model, name, price, prices, scenarios",
            folder.resolve("intents.yaml")
                + ": intents[0].examples[0] must be a text that is not empty",
            folder.resolve("intents.yaml") + ": intents[1].name is missing",
            folder.resolve("intents.yaml")
                + ": intents[1].nam is unknown here; known are examples, name",
            folder.resolve("synonyms.yaml") + ": synonyms[0][1] must be a text that is not empty",
            folder.resolve("synonyms.yaml") + ": synonyms[1] must be a list of texts",
            folder.resolve("promts") + " is no part of a tenant pack",
            folder.resolve("knowledge/bad.md") + " is not UTF-8 text",
            folder.resolve("knowledge/notes.txt") + " is not a Markdown file (.md)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a\n- b\n", "just text", "id: [", "id: a\nid: b", "42", "null"})
  void read_fileThatIsNoMapping_isOneClearProblem(String yaml) throws IOException {
    var folder = pack(yaml);
    assertThatThrownBy(() -> PackReader.read(folder))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("invalid_tenant_pack");
              assertThat(failure.getMessage()).startsWith(folder.resolve("tenant.yaml").toString());
              assertThat(failure.getMessage().lines()).hasSize(1);
            });
  }

  @Test
  void readAll_folderWithoutDefinition_saysSo() throws IOException {
    Files.createDirectories(tenants.resolve("empty"));
    assertThatThrownBy(() -> PackReader.readAll(tenants))
        .hasMessage(tenants.resolve("empty/tenant.yaml") + " is missing");
    assertThatThrownBy(() -> PackReader.readAll(tenants.resolve("nowhere")))
        .hasMessage(tenants.resolve("nowhere") + " is not a folder");
  }

  private Path pack(String definition) throws IOException {
    var folder = Files.createDirectories(tenants.resolve("acme"));
    Files.writeString(folder.resolve("tenant.yaml"), definition);
    return folder;
  }
}
