package dev.atrium.platform.moderation;

import dev.atrium.platform.calls.SafetyMessages.DropLexicon;
import dev.atrium.platform.calls.SafetyMessages.Lexicons;
import dev.atrium.platform.calls.SafetyMessages.LexiconsQuestion;
import dev.atrium.platform.calls.SafetyMessages.PutLexicon;
import dev.atrium.platform.calls.SafetyMessages.SafetyEvents;
import dev.atrium.platform.calls.SafetyMessages.SafetyEventsQuestion;
import dev.atrium.platform.mesh.Actor;
import dev.atrium.platform.mesh.Addresses;
import dev.atrium.platform.tenancy.TenantId;
import io.vertx.core.Future;

/** Answers a tenant's messages about its lexicons and what they met. */
public final class ModerationActor extends Actor {
  private final Moderation moderation;
  private final LexiconStore store;

  public ModerationActor(Moderation moderation) {
    super(Addresses.MODERATION);
    this.moderation = moderation;
    this.store = moderation.store();
    on(PutLexicon.class, this::put);
    on(DropLexicon.class, this::drop);
    on(LexiconsQuestion.class, question -> profiles(question.tenant()));
    on(SafetyEventsQuestion.class, this::events);
  }

  /** A lexicon that cannot be read is refused before it is kept. */
  private Future<Lexicons> put(PutLexicon lexicon) {
    return vertx
        .executeBlocking(
            () -> Filters.read(lexicon.name(), lexicon.content(), lexicon.actions()), false)
        .compose(read -> store.put(lexicon, read.entries().size()))
        .compose(kept -> changed(lexicon.tenant()));
  }

  private Future<Lexicons> drop(DropLexicon lexicon) {
    return store.drop(lexicon.tenant(), lexicon.name()).compose(gone -> changed(lexicon.tenant()));
  }

  /** This node follows at once, others within seconds. */
  private Future<Lexicons> changed(TenantId tenant) {
    return moderation.load(tenant).compose(loaded -> profiles(tenant));
  }

  private Future<Lexicons> profiles(TenantId tenant) {
    return store.profiles(tenant).map(Lexicons::new);
  }

  private Future<SafetyEvents> events(SafetyEventsQuestion question) {
    return store.events(question.tenant(), question.rows()).map(SafetyEvents::new);
  }
}
