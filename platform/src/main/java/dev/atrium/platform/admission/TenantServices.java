package dev.atrium.platform.admission;

import dev.atrium.platform.allowance.Purse.Treasury;
import dev.atrium.platform.conversation.ConversationStore;
import dev.atrium.platform.conversation.OutcomeStore;
import dev.atrium.platform.inference.InferenceClient;
import dev.atrium.platform.inference.ModelCatalogue;
import dev.atrium.platform.mesh.Mesh;
import dev.atrium.platform.metering.CallJournal;
import dev.atrium.platform.metering.MeteringState;
import dev.atrium.platform.metrics.Meters;
import dev.atrium.platform.moderation.Moderation;
import dev.atrium.platform.plugin.lifecycle.PluginLender;

/** What every Tenant actor of a node works with. */
public record TenantServices(
    Mesh mesh,
    InferenceClient inference,
    ModelCatalogue models,
    Meters meters,
    ConversationStore conversations,
    OutcomeStore outcomes,
    MeteringState metering,
    Treasury treasury,
    CallJournal journal,
    Moderation moderation,
    PluginLender plugins) {}
