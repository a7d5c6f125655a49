/**
 * Calls of tools in what models write, in the forms that Qwen, Hermes, Llama and Mistral are
 * trained on. Entry type: {@link dev.atrium.platform.inference.tools.ToolCallReader}, one per
 * answer, not for use by two threads at once. Knows no other room.
 */
@NullMarked
package dev.atrium.platform.inference.tools;

import org.jspecify.annotations.NullMarked;
