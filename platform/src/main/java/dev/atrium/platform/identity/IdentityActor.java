package dev.atrium.platform.identity;

import dev.atrium.platform.calls.IdentityMessages.DropProvider;
import dev.atrium.platform.calls.IdentityMessages.ProviderQuestion;
import dev.atrium.platform.calls.IdentityMessages.Providers;
import dev.atrium.platform.calls.IdentityMessages.PutProvider;
import dev.atrium.platform.database.Database;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers a tenant's messages about its identity provider. */
public final class IdentityActor extends Actor {
  private final ProviderStore store;

  public IdentityActor(Database database) {
    super(Addresses.IDENTITY);
    this.store = new ProviderStore(database);
    on(PutProvider.class, this::put);
    on(DropProvider.class, drop -> store.drop(drop.tenant()).map(gone -> none()));
    on(ProviderQuestion.class, question -> store.find(question.tenant()).map(Providers::new));
  }

  /** Keys that cannot be used are refused before they are kept. */
  private Future<Providers> put(PutProvider put) {
    put.provider()
        .jwks()
        .ifPresent(jwks -> KeySet.read(SignatureCheck.json(jwks.getBytes(StandardCharsets.UTF_8))));
    return store.put(put).compose(kept -> store.find(put.tenant())).map(Providers::new);
  }

  private static Providers none() {
    return new Providers(Optional.empty());
  }
}
