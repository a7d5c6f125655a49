/**
 * Models behind other people's endpoints that speak OpenAI's language, as replicas of the mesh:
 * credentials of each tenant, time-outs, retries that are never billed twice, circuit breakers and
 * failover. Entry types: {@link dev.atrium.platform.inference.remote.RemoteModels} and {@link
 * dev.atrium.platform.inference.remote.RemoteModelActor}. Runs on the actor's event loop. Knows
 * neither the gateway nor DJL.
 */
@NullMarked
package dev.atrium.platform.inference.remote;

import org.jspecify.annotations.NullMarked;
