package dev.atrium.platform.gateway;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells whether a part of the node works.
 *
 * @param part its name for people
 * @param problem what is wrong, if anything; answers at once, on any thread
 */
public record HealthCheck(String part, Supplier<Optional<String>> problem) {}
