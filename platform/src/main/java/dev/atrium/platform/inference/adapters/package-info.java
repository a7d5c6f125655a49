/**
 * Tenants' LoRA adapters on this node's disk: uploads are checked whole before they take a name,
 * and what has a name is complete.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.adapters.AdapterActor}, whose handlers block,
 * one at a time. Must not know HTTP or DJL.
 */
@NullMarked
package dev.atrium.platform.inference.adapters;

import org.jspecify.annotations.NullMarked;
