/**
 * OpenAI's Responses API without a memory of ours: {@code POST /v1/responses}. Entry type: {@link
 * dev.atrium.platform.gateway.responses.ResponsesEndpoint}. Event loop only. Knows how the OpenAI
 * routes read sampling and tools, no other routes.
 */
@NullMarked
package dev.atrium.platform.gateway.responses;

import org.jspecify.annotations.NullMarked;
