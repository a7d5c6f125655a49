package dev.atrium.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeActorTest {
  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void search_afterLoading_findsPassagesOverTheMesh() {
    var mesh = Mesh.on(vertx);
    vertx.deployVerticle(new KnowledgeActor(new KnowledgeStore(folder))).await();
    var tenant = new TenantId("bank");
    var profile = new KnowledgeProfile(KnowledgeProfile.Language.ENGLISH, List.of());
    var document = new KnowledgeDocument("fees.md", "# Fees\n\n## ATM\n\nAn ATM costs $2.50.\n");
    var loaded =
        mesh.ask(
                Addresses.KNOWLEDGE,
                new LoadKnowledge(tenant, profile, List.of(document)),
                KnowledgeLoaded.class)
            .await();
    assertThat(loaded.documents()).isEqualTo(1);
    var found =
        mesh.ask(
                Addresses.KNOWLEDGE,
                new SearchKnowledge(tenant, "What does an ATM cost?", 3),
                KnowledgeFound.class)
            .await();
    assertThat(found.passages()).hasSize(1);
    assertThatThrownBy(
            () ->
                mesh.ask(
                        Addresses.KNOWLEDGE,
                        new SearchKnowledge(new TenantId("other"), "ATM", 3),
                        KnowledgeFound.class)
                    .await())
        .isInstanceOf(AtriumException.class);
  }
}
