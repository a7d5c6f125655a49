/**
 * Where the KV cache's memory goes: an arena in which every running sequence has one stretch of
 * places, and blocks in which prompts' beginnings are kept. Entry type: {@link
 * dev.atrium.platform.inference.engine.cache.KvSpace}. Pure bookkeeping: what is to be copied is
 * said as {@link dev.atrium.platform.inference.engine.cache.KvMove}s, which a runner carries out.
 * The engine's thread only. Knows no sequence and no tensor.
 */
@NullMarked
package dev.atrium.platform.inference.engine.cache;

import org.jspecify.annotations.NullMarked;
