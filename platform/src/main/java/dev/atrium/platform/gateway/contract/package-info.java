/**
 * The API's contract: the OpenAPI document, its operations, and the check of requests against it.
 * Entry type: {@link dev.atrium.platform.gateway.contract.Contract}. Immutable, any thread. Knows
 * no other room.
 */
@NullMarked
package dev.atrium.platform.gateway.contract;

import org.jspecify.annotations.NullMarked;
