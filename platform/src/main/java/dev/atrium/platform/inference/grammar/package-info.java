/**
 * Holds answers to a format: formats become regular languages over bytes, and those token masks.
 * Entry type: {@link dev.atrium.platform.inference.grammar.Formats}. Any thread. Knows the engine's
 * {@link dev.atrium.platform.inference.engine.TokenRule} and no model.
 */
@NullMarked
package dev.atrium.platform.inference.grammar;

import org.jspecify.annotations.NullMarked;
