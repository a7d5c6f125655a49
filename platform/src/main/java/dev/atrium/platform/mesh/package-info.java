/**
 * The mesh of actors: typed messages (records), answers, streams and cancellation. Entry types:
 * {@link dev.atrium.platform.mesh.Mesh} to call, {@link dev.atrium.platform.mesh.Actor} to be
 * called. Handlers run on their actor's context, one at a time. Knows no other room but failure.
 */
@NullMarked
package dev.atrium.platform.mesh;

import org.jspecify.annotations.NullMarked;
