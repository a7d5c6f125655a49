/**
 * The routes that an OpenAI client calls. Entry types: {@link
 * dev.atrium.platform.gateway.openai.ChatEndpoint} and {@link
 * dev.atrium.platform.gateway.openai.ModelEndpoints}. Event loop only. Knows no other routes.
 */
@NullMarked
package dev.atrium.platform.gateway.openai;

import org.jspecify.annotations.NullMarked;
