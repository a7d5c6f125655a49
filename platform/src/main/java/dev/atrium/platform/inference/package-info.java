/**
 * Models as actors: one {@link dev.atrium.platform.inference.InferenceActor} per replica takes
 * generations from the mesh and hands them to its engine, whose own thread does the work. Entry
 * type for callers: {@link dev.atrium.platform.inference.InferenceClient}. Knows neither HTTP nor
 * DJL.
 */
@NullMarked
package dev.atrium.platform.inference;

import org.jspecify.annotations.NullMarked;
