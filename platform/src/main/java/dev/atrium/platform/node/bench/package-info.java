/**
 * {@code atrium bench gateway}: what the gateway costs, beside a bare server that does nothing
 * else. Entry type: {@link dev.atrium.platform.node.bench.GatewayBenchmark}, which blocks. Composes
 * real parts with a model that says the last message back.
 */
@NullMarked
package dev.atrium.platform.node.bench;

import org.jspecify.annotations.NullMarked;
