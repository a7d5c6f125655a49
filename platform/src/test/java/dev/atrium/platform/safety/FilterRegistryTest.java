package dev.atrium.platform.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterRegistryTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");

  @TempDir Path folder;
  private final FilterRegistry registry = new FilterRegistry();

  @Test
  void eachTenantHasItsOwnWords() throws IOException {
    registry.load(BANK, file("bank.txt", "churning\n"));
    registry.load(SHOP, file("shop.csv", "text,category,action\n赌博,crime,mask\n"));

    assertThat(registry.filter(BANK).judge("churning 赌博").findings())
        .extracting(finding -> finding.entry().text())
        .containsExactly("churning");
    assertThat(registry.filter(SHOP).judge("churning 赌博").maskedText()).isEqualTo("churning **");
  }

  @Test
  void aTenantWithoutAFilterIsRefused() {
    assertThatThrownBy(() -> registry.filter(BANK))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("content_filter_unavailable"));
  }

  @Test
  void aTenantWhoseLexiconCannotBeLoadedIsRefused() throws IOException {
    var broken = file("broken.csv", "word,category,maybe\n");
    assertThatThrownBy(() -> registry.load(BANK, broken)).hasMessageContaining("line 1");
    assertThatThrownBy(() -> registry.filter(BANK)).hasMessageContaining("maybe");
  }

  @Test
  void aReloadSwapsTheFilterAndAFailedOneKeepsIt() throws IOException {
    registry.load(BANK, file("first.txt", "churning\n"));
    var underWay = registry.filter(BANK).stream();
    registry.load(
        BANK,
        file(
            "second.yaml",
            "entries:\n  - text: kiting\n    action: flag\nallow: [kiting board]\n"));

    assertThat(registry.filter(BANK).judge("kiting churning").findings()).hasSize(1);
    assertThat(underWay.offer(new Delta("churning it ", 1)).blocked()).isTrue();
    assertThatThrownBy(() -> registry.load(BANK, folder.resolve("absent.txt")))
        .isInstanceOf(AtriumException.class);
    assertThat(registry.filter(BANK).judge("kiting").findings()).hasSize(1);
  }

  @Test
  void unknownFieldsOfAYamlLexiconAreRefused() throws IOException {
    var file = file("typo.yaml", "entrys: []\n");
    assertThatThrownBy(() -> LexiconReader.read(file)).hasMessageContaining("entrys");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
