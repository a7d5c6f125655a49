/**
 * {@code atrium bench gateway}: what the gateway costs, beside a bare server that does nothing
 * else; {@code atrium bench scenarios}: what the tenants' scenarios take and cost. Entry types:
 * {@link dev.atrium.platform.node.bench.GatewayBenchmark} and {@link
 * dev.atrium.platform.node.bench.ScenarioBenchmark}, which block.
 */
@NullMarked
package dev.atrium.platform.node.bench;

import org.jspecify.annotations.NullMarked;
