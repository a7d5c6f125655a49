/**
 * Finds the query plan that a question means, by rules: words are linked to the layer's tables,
 * columns and values, cue words say what is done with them, and what stays unexplained makes the
 * planner refuse. Entry type: {@link dev.atrium.platform.data.question.QuestionPlanner}. Immutable
 * and deterministic; any thread. Must not know connections, tenants or plugins.
 */
@NullMarked
package dev.atrium.platform.data.question;

import org.jspecify.annotations.NullMarked;
