package dev.atrium.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.tenancy.TenantId;
import dev.atrium.spi.Passage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeStoreTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  private static final KnowledgeProfile ENGLISH =
      new KnowledgeProfile(
          KnowledgeProfile.Language.ENGLISH,
          List.of(List.of("ATM", "cash machine"), List.of("fee", "charge")));
  private static final KnowledgeDocument FEES =
      new KnowledgeDocument("fees.md", "# Fees\n\n## ATM\n\nThe ATM fee is $2.50.\n");
  private static final KnowledgeDocument HOURS =
      new KnowledgeDocument("hours.md", "# Hours\n\n## Branches\n\nBranches open at 9 am.\n");

  @TempDir Path folder;
  private KnowledgeStore store;

  @BeforeEach
  void open() {
    store = new KnowledgeStore(folder);
    store.open(BANK, ENGLISH);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void search_otherTenantsDocument_isNeverFound() {
    store.open(SHOP, ENGLISH);
    store.replace(SHOP, FEES);
    store.replace(BANK, HOURS);
    assertThat(store.search(BANK, "ATM fee branches", 10))
        .extracting(Passage::document)
        .containsExactly("hours.md");
  }

  @Test
  void search_tenantWithoutKnowledge_isRefused() {
    assertThatThrownBy(() -> store.search(SHOP, "fee", 3))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("knowledge_not_found"));
  }

  @Test
  void search_wordsOfTheQuestion_areCoveredByTheirRarity() {
    store.replaceAll(BANK, List.of(FEES, HOURS));
    var whole = store.search(BANK, "What is the fee at an ATM?", 1).getFirst();
    assertThat(whole.coverage()).isEqualTo(1);
    var part = store.search(BANK, "What is the fee for Bitcoin?", 1).getFirst();
    assertThat(part.coverage()).isBetween(0.1, 0.6);
    assertThat(store.search(BANK, "zebra crossing", 1)).isEmpty();
    assertThat(store.search(BANK, "?", 1)).isEmpty();
  }

  @Test
  void search_synonymsAndTyposAndForms_findThePassage() {
    store.replaceAll(BANK, List.of(FEES, HOURS));
    for (var question : List.of("charges at a cash machine", "brnaches", "opening branch")) {
      assertThat(store.search(BANK, question, 1)).as(question).isNotEmpty();
    }
    assertThat(store.search(BANK, "cash machine charges", 1).getFirst().coverage()).isEqualTo(1);
  }

  @Test
  void delete_document_isGoneForTheNextSearch() {
    store.replaceAll(BANK, List.of(FEES, HOURS));
    assertThat(store.delete(BANK, "fees.md")).isTrue();
    assertThat(store.delete(BANK, "fees.md")).isFalse();
    assertThat(store.search(BANK, "ATM fee", 10)).isEmpty();
    assertThat(store.documents(BANK)).containsExactly("hours.md");
  }

  @Test
  void replace_document_oldWordsAreGone() {
    store.replace(BANK, FEES);
    store.replace(BANK, new KnowledgeDocument("fees.md", "# Fees\n\n## Wire\n\nA wire is $15.\n"));
    assertThat(store.search(BANK, "ATM", 10)).isEmpty();
    assertThat(store.search(BANK, "wire", 10)).hasSize(1);
  }

  @Test
  void replaceAll_documentNotNamed_isDeleted() {
    store.replaceAll(BANK, List.of(FEES, HOURS));
    store.replaceAll(BANK, List.of(HOURS));
    assertThat(store.documents(BANK)).containsExactly("hours.md");
  }

  @Test
  void open_again_keepsTheDocuments() {
    store.replaceAll(BANK, List.of(FEES, HOURS));
    store.close();
    store = new KnowledgeStore(folder);
    store.open(BANK, ENGLISH);
    assertThat(store.search(BANK, "ATM", 10)).hasSize(1);
  }

  @Test
  void open_inAnotherLanguage_startsEmpty() {
    store.replaceAll(BANK, List.of(FEES, HOURS));
    store.open(BANK, new KnowledgeProfile(KnowledgeProfile.Language.CHINESE, List.of()));
    assertThat(store.documents(BANK)).isEmpty();
    store.replace(BANK, new KnowledgeDocument("fei.md", "# 费用\n\n## 运费\n\n订单满99元免运费。\n"));
    assertThat(store.search(BANK, "运费多少钱？", 10)).hasSize(1);
  }
}
