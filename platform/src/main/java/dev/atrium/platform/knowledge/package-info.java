/**
 * The tenants' knowledge: Markdown documents, split into passages, in one Lucene index folder per
 * tenant. Entry types: {@link dev.atrium.platform.knowledge.KnowledgeStore} and, on the mesh,
 * {@link dev.atrium.platform.knowledge.KnowledgeActor}. The store blocks and may be used from any
 * thread but an event loop; writes to one tenant happen one after the other, searches never wait
 * for them. Knows neither HTTP nor plugins nor where documents are kept.
 */
@NullMarked
package dev.atrium.platform.knowledge;

import org.jspecify.annotations.NullMarked;
