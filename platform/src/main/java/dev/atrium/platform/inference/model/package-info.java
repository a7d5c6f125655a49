/**
 * Hugging Face model folders: configuration, weights, tokenizer, chat template.
 *
 * <p>Entry type: {@link dev.atrium.platform.inference.model.ModelFolder}. Everything read from a
 * folder is checked here, so that nothing wrong reaches native code; what is wrong is told in one
 * sentence that names file and key. Any thread, blocking. Must not know how a model is computed.
 * Its tokenizer is native code of its own, DJL's binding of Hugging Face tokenizers.
 */
@NullMarked
package dev.atrium.platform.inference.model;

import org.jspecify.annotations.NullMarked;
